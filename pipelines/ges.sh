#!/bin/sh
# A GES project with fastvsr as an effect, rendered: pipelines/ges.sh [IN] [OUT.mp4] [OUTPUT WIDTH] [OUTPUT HEIGHT]
here=$(dirname -- "$(readlink -f -- "$0")")/..
exports=$("$here/fastvsr" env) || exit
eval "$exports"

ges-launch-1.0 --track-types=video --video-caps="video/x-raw,width=${3:-1280},height=${4:-720},framerate=25/1" \
    +clip "${1:-$here/samples/city.mp4}" +effect fastvsr \
    --format="video/quicktime,variant=iso:video/x-h264" --outputuri="file://$(realpath -- "${2:-ges-4x.mp4}")"
