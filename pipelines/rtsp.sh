#!/bin/sh
# Network camera to a window: pipelines/rtsp.sh rtsp://HOST/PATH. SOURCE and SINK replace its two ends.
here=$(dirname -- "$(readlink -f -- "$0")")/..
exports=$("$here/fastvsr" env) || exit
eval "$exports"

# shellcheck disable=SC2086  # both are gst-launch syntax
gst-launch-1.0 ${SOURCE:-rtspsrc location="${1:?name the address of the camera}" latency=200} ! decodebin ! videoconvert \
    ! fastvsr group-length=2 \
    ! videoconvert ! ${SINK:-autovideosink}
