#!/bin/sh
# File to file on an NVIDIA GPU: pipelines/cuda.sh [IN] [OUT.mp4] [DEVICE]
here=$(dirname -- "$(readlink -f -- "$0")")/..
exports=$("$here/fastvsr" env) || exit
eval "$exports"

gst-launch-1.0 -e filesrc location="${1:-$here/samples/city.mp4}" ! decodebin ! videoconvert \
    ! fastvsr device="${3:-cuda:0}" \
    ! videoconvert ! x264enc pass=qual quantizer=18 vbv-buf-capacity=0 speed-preset=faster ! mp4mux ! filesink location="${2:-cuda-4x.mp4}"
