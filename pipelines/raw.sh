#!/bin/sh
# Raw frames to raw frames (I420, 25 fps): pipelines/raw.sh IN OUT WIDTH HEIGHT
here=$(dirname -- "$(readlink -f -- "$0")")/..
exports=$("$here/fastvsr" env) || exit
eval "$exports"

gst-launch-1.0 filesrc location="${1:?name the file of raw frames}" \
    ! rawvideoparse format=i420 width="${3:?its width}" height="${4:?its height}" framerate=25/1 \
    ! fastvsr \
    ! filesink location="${2:?name the result}"
