#!/bin/sh
# File to file: pipelines/file.sh [IN] [OUT.mp4]
here=$(dirname -- "$(readlink -f -- "$0")")/..
exports=$("$here/fastvsr" env) || exit
eval "$exports"

gst-launch-1.0 -e filesrc location="${1:-$here/samples/city.mp4}" ! decodebin ! videoconvert \
    ! fastvsr model=nano \
    ! videoconvert ! x264enc pass=qual quantizer=18 vbv-buf-capacity=0 speed-preset=faster ! mp4mux ! filesink location="${2:-file-4x.mp4}"
