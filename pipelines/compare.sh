#!/bin/sh
# Bicubic interpolation left, fastvsr right, one file: pipelines/compare.sh [IN] [OUT.mp4] [OUTPUT WIDTH] [OUTPUT HEIGHT]
here=$(dirname -- "$(readlink -f -- "$0")")/..
exports=$("$here/fastvsr" env) || exit
eval "$exports"
width=${3:-1280} height=${4:-720}

gst-launch-1.0 -e filesrc location="${1:-$here/samples/city.mp4}" ! decodebin ! videoconvert ! tee name=both \
    both. ! queue max-size-buffers=100 max-size-bytes=0 max-size-time=0 \
        ! videoscale method=catrom ! "video/x-raw,width=$width,height=$height" ! beside.sink_0 \
    both. ! queue ! fastvsr ! beside.sink_1 \
    compositor name=beside sink_1::xpos="$width" \
    ! videoconvert ! x264enc pass=qual quantizer=18 vbv-buf-capacity=0 speed-preset=faster ! mp4mux ! filesink location="${2:-compare-4x.mp4}"
