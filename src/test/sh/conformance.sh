#!/bin/bash
# Runs scenarios of gst-validate on a player with fastvsr as its video filter; called by "./fastvsr test --conformance".
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
clip=$folder/clip.mp4
scenarios=(change_state_intensive seek_forward seek_backward seek_forward_backward scrub_forward_seeking
    scrub_backward_seeking reverse_playback fast_forward pause_resume seek_with_stop)

# Fifty seconds of 80x44: the longest scenario needs 45.
make_clip() {
    gst-launch-1.0 -q filesrc location="$1" ! decodebin ! videoconvert ! videoscale \
        ! video/x-raw,format=I420,width=80,height=44,pixel-aspect-ratio=1/1 ! filesink location="$folder/raw" \
        && gst-launch-1.0 -q filesrc location="$folder/raw" ! rawvideoparse format=i420 width=80 height=44 framerate=5/2 \
            ! x264enc key-int-max=4 bframes=0 ! h264parse ! mp4mux ! filesink location="$clip"
}

failed=0
make_clip "$1" || exit 1
for scenario in "${scenarios[@]}"; do
    log=$folder/$scenario.log
    if gst-validate-1.0 --set-scenario="$scenario" playbin uri="file://$clip" video-filter="fastvsr group-length=4" \
        video-sink="fakesink sync=true" >"$log" 2>&1; then
        echo "passed  $scenario"
    else
        echo "FAILED  $scenario"
        grep -A3 'critical :' "$log"
        failed=1
    fi
done
exit $failed
