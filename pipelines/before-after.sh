#!/bin/sh
# A piece of one frame as a picture, bicubic left, fastvsr right:
# pipelines/before-after.sh [IN] [OUT.png] [FRAME] [X] [Y] [INPUT WIDTH] [INPUT HEIGHT]
# The piece has 120x90 pixels of the input, from column X and row Y; each half of the picture is 480x360.
here=$(dirname -- "$(readlink -f -- "$0")")/..
exports=$("$here/fastvsr" env) || exit
eval "$exports"
corner="sink_0::xpos=-$((4 * ${4:-150})) sink_0::ypos=-$((4 * ${5:-60}))"

# shellcheck disable=SC2086  # corner holds two properties
gst-launch-1.0 -q filesrc location="${1:-$here/samples/city.mp4}" ! decodebin ! identity eos-after="$((${3:-60} + 2))" \
    ! videoconvert ! tee name=both \
    both. ! queue max-size-buffers=100 max-size-bytes=0 max-size-time=0 \
        ! videoscale method=catrom ! "video/x-raw,width=$((4 * ${6:-320})),height=$((4 * ${7:-180}))" ! left.sink_0 \
    both. ! queue ! fastvsr ! right.sink_0 \
    compositor name=left $corner ! video/x-raw,width=480,height=360 ! beside.sink_0 \
    compositor name=right $corner ! video/x-raw,width=480,height=360 ! beside.sink_1 \
    compositor name=beside sink_1::xpos=480 \
    ! videoconvert ! pngenc ! multifilesink location="${2:-before-after.png}"
