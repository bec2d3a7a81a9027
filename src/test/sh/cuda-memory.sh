#!/bin/bash
# Compares frames that stay in the memory of a GPU with those that go by way of the host, and their speed:
# cuda-memory.sh "COMMAND THAT RUNS A PROGRAM" [MODEL] [DEVICE]. The first is "FOLDER/fastvsr run" for a portable folder.
set -u
read -ra run <<<"$1"
fastvsr=(fastvsr "model=${2:-live}" "device=${3:-cuda:0}")
on_gpu='video/x-raw(memory:CUDAMemory)'
failed=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

launch() { "${run[@]}" gst-launch-1.0 -q "$@"; }

source_of() { printf 'videotestsrc num-buffers=%s pattern=ball ! video/x-raw,format=%s,width=%s,height=%s,framerate=50/1' "$@"; }

# frames FILE FORMAT WIDTH HEIGHT BEFORE... -- BEHIND...: writes 16 upscaled frames
frames() {
    local file=$1 source before=()
    read -ra source <<<"$(source_of 16 "$2" "$3" "$4")"
    shift 4
    while [[ $1 != -- ]]; do before+=("$1"); shift; done
    shift
    launch "${source[@]}" ! "${before[@]}" "${fastvsr[@]}" ! "$@" filesink location="$file"
}

# The same network run twice may differ in the last bit, where cuDNN chooses other kernels: the host's second run shows it.
compare() {
    local host=$folder/host other=$folder/other
    frames "$host" "$@" -- video/x-raw !
    frames "$other" "$@" -- video/x-raw !
    tell "$* host again"
    frames "$other" "$@" cudaupload ! "$on_gpu" ! -- "$on_gpu" ! cudadownload ! video/x-raw !
    tell "$* in and out"
    frames "$other" "$@" cudaupload ! "$on_gpu" ! -- video/x-raw !
    tell "$* in"
    frames "$other" "$@" -- "$on_gpu" ! cudadownload ! video/x-raw !
    tell "$* out"
}

tell() {
    if [[ -s $folder/host && -s $folder/other && $(stat -c %s "$folder/host") == $(stat -c %s "$folder/other") ]]; then
        cmp -l "$folder/host" "$folder/other" | awk -v name="$1" 'function number(octal) {
                return int(octal / 100) * 64 + int(octal % 100 / 10) * 8 + octal % 10 }
            { d = number($2) - number($3); d = d < 0 ? -d : d; most = d > most ? d : most }
            END { printf "%-36s %s\n", name, NR ? NR " bytes differ, by " most " at most" : "same" }'
    else
        echo "$1 FAILED"
        failed=1
    fi
    rm -f "$folder/other"
}

# seconds COUNT WIDTH HEIGHT BEFORE... -- BEHIND...
seconds() {
    local source before=() start
    read -ra source <<<"$(source_of "$1" NV12 "$2" "$3" | sed s/ball/white/)"
    shift 3
    while [[ $1 != -- ]]; do before+=("$1"); shift; done
    shift
    start=$(date +%s.%N)
    launch "${source[@]}" ! "${before[@]}" queue ! "${fastvsr[@]}" ! "$@" fakesink sync=false
    date +%s.%N | awk -v start="$start" '{ print $1 - start }'
}

# Time for 608 frames less time for one group.
speed() {
    local name=$1 one many
    shift
    one=$(seconds 8 "$@")
    many=$(seconds 608 "$@")
    awk -v name="$name" -v size="$1x$2" -v one="$one" -v many="$many" \
        'BEGIN { printf "%-24s %s: %.0f frames per second\n", name, size, 600 / (many - one) }'
}

compare NV12 640 360
compare NV12 322 182
compare I420 320 180
compare P010_10LE 640 360
compare RGBA 320 180
for size in "960 540" "640 360"; do
    read -ra size <<<"$size"
    speed "by way of the host" "${size[@]}" --
    speed "uploaded, stay there" "${size[@]}" cudaupload ! "$on_gpu" ! -- "$on_gpu" !
    speed "uploaded and downloaded" "${size[@]}" cudaupload ! "$on_gpu" ! -- "$on_gpu" ! queue ! cudadownload ! video/x-raw !
    speed "from host, stay there" "${size[@]}" -- "$on_gpu" !
done
exit $failed
