#!/bin/sh
# Live camera to a window: pipelines/camera.sh [DEVICE]. SOURCE and SINK replace its two ends.
here=$(dirname -- "$(readlink -f -- "$0")")/..
exports=$("$here/fastvsr" env) || exit
eval "$exports"

# shellcheck disable=SC2086  # both are gst-launch syntax
gst-launch-1.0 ${SOURCE:-v4l2src device="${1:-/dev/video0}"} ! videoconvert ! videoscale ! video/x-raw,width=320,height=240 \
    ! fastvsr group-length=2 \
    ! videoconvert ! ${SINK:-autovideosink}
