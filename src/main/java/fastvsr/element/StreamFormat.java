package fastvsr.element;

import fastvsr.gst.VideoInfo;

/**
 * The pictures between two changes of caps.
 *
 * @param input  pictures on the sink pad
 * @param output pictures on the source pad
 */
record StreamFormat(VideoInfo input, VideoInfo output) {
}
