package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpscaleTest {
    @TempDir
    Path folder;

    @Test
    void upscales_the_sample_frame_by_frame() throws Exception {
        Path result = folder.resolve("city 4x.mp4");

        Terminal.Answer answer = upscale(Clips.CITY, result);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.errors()).contains("125 frames");
        assertThat(Clips.contentOf(result)).isEqualTo(new Clips.Content(125, 1280, 720, 4_960_000_000L));
        assertThat(remaining()).containsExactly("city 4x.mp4");
    }

    @ParameterizedTest
    @CsvSource({
        "aac.mp4, avenc_aac, mp4mux, mp4, audio/mpeg",
        "mp3.mkv, lamemp3enc, matroskamux, mp4, audio/mpeg",
        "opus.mkv, opusenc, matroskamux, webm, audio/x-opus",
        "opus.mkv, opusenc, matroskamux, mp4, audio/mpeg",
        "opus.mkv, opusenc, matroskamux, mov, audio/mpeg",
        "opus.mkv, opusenc, matroskamux, mkv, audio/x-opus",
        "pcm.mov, identity, qtmux, mp4, audio/mpeg",
        "pcm-2.mov, identity, qtmux, mkv, audio/x-raw",
    })
    void keeps_sound(String name, String encoder, String muxer, String extension, String stored) throws Exception {
        Path input = Clips.withSound(folder, name, encoder, muxer);
        Path result = folder.resolve("result." + extension);

        Terminal.Answer answer = upscale(input, result);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        HostPipeline.startGStreamer();
        MediaFile kept = new Discovery().look(result);
        assertThat(kept.frames()).isEqualTo(10);
        assertThat(kept.audio()).singleElement().asString().startsWith(stored);
    }

    @ParameterizedTest
    @CsvSource({"I420_10LE, y4m, true", "I420_10LE, mkv, false", "I420, y4m, false"})
    void notes_where_bits_are_lost(String format, String extension, boolean isNoted) throws Exception {
        Path input = folder.resolve("small.mkv");
        Clips.make(folder, 2, "videoscale ! videoconvert ! video/x-raw,format=" + format + ",width=64,height=48 ! x264enc ! matroskamux ! filesink location=" + input);

        Terminal.Answer answer = upscale(input, folder.resolve("result." + extension));

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.errors().contains("note: result.y4m holds 8 bits of each sample, small.mkv has more")).isEqualTo(isNoted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "mkv"})
    void frames_that_come_more_rarely_at_the_end_are_shown_to_the_end(String extension) throws Exception {
        Path input = folder.resolve("screen.mkv");
        launch("concat name=all ! x264enc ! matroskamux ! filesink location=" + input + " " + frames(25, "25/1") + " ! all. " + frames(10, "5/4") + " ! all.");
        Path result = folder.resolve("result." + extension);

        Terminal.Answer answer = upscale(input, result);

        assertThat(answer.errors()).contains("35 frames").doesNotContain("breaks off");
        HostPipeline.startGStreamer();
        assertThat(new Discovery().look(result).duration()).isGreaterThan(Duration.ofSeconds(8));
    }

    /** Their caps leave the frame rate open. */
    private static String frames(int count, String rate) {
        return "videotestsrc num-buffers=" + count + " ! video/x-raw,format=I420,width=64,height=48,framerate=" + rate + " ! capssetter caps=video/x-raw,framerate=0/1";
    }

    @ParameterizedTest
    @ValueSource(strings = {"result.y4m", "result-%d.png"})
    void does_not_miss_frames_where_only_sound_that_is_left_out_goes_on(String result) throws Exception {
        Path input = folder.resolve("song.mkv");
        Clips.make(folder, 5, "x264enc ! queue max-size-buffers=0 ! matroskamux name=mux ! filesink location=" + input
                + " audiotestsrc num-buffers=100 ! audioconvert ! opusenc ! queue ! mux.");

        Terminal.Answer answer = upscale(input, folder.resolve(result));

        assertThat(answer.errors()).contains(result + ": 5 frames", "sound is left out").doesNotContain("breaks off");
    }

    @Test
    void ten_of_twelve_bits_are_kept_where_there_are_no_more() throws Exception {
        Path input = folder.resolve("deep.mkv");
        Clips.make(folder, 2, "videoscale ! videoconvert ! video/x-raw,format=I420_12LE,width=64,height=48 ! avenc_ffv1 ! matroskamux ! filesink location=" + input);
        Path result = folder.resolve("result.mkv");

        Terminal.Answer answer = upscale(input, result);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.errors()).contains("note: result.mkv holds 10 bits of each sample, deep.mkv has more");
        HostPipeline.startGStreamer();
        assertThat(new Discovery().look(result).video().depth()).isEqualTo(3 * 10);
    }

    @ParameterizedTest
    @CsvSource({"gray8, mp4", "gray8, webm", "gray8, y4m", "i420, mkv", "i420, y4m"}) // qtdemux (GStreamer 1.22) does not read that MP4 is of full range
    void keeps_the_contrast_of_full_range_though_the_matrix_is_unknown(String format, String extension) throws Exception {
        byte[] frame = new byte[64 * 48 * (format.equals("i420") ? 3 : 2) / 2];
        Arrays.fill(frame, (byte) 128);
        Arrays.fill(frame, 0, 64 * 48, (byte) 57);
        Path raw = Files.write(folder.resolve("raw"), frame);
        Path input = folder.resolve("small.mkv");
        launch("filesrc location=" + raw + " ! rawvideoparse width=64 height=48 format=" + format + " framerate=25/1 ! avenc_ffv1 "
                + "! capssetter caps=video/x-ffv,colorimetry=1:0:0:0 ! matroskamux ! filesink location=" + input);
        Path result = folder.resolve("result." + extension);

        Terminal.Answer answer = upscale(input, result);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        try (Clip clip = Clip.open(result)) {
            byte[] pixels = clip.next().samples();
            for (int i = 0; i < 3; i++) {
                assertThat(pixels[3 * (96 * 256 + 128) + i] & 0xff).isCloseTo(57, within(3));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RGB ! pngenc ! qtmux, mp4, 4:2:0, 24",
        "RGB ! pngenc ! qtmux, webm, 4:2:0, 24",
        "RGB ! pngenc ! qtmux, mkv, 4:4:4, 24",
        "A420 ! avenc_ffv1 ! matroskamux, webm, 4:2:0, 24",
        "A444_10LE ! avenc_prores_ks ! qtmux, mov, 4:2:0, 30",
        "A444_10LE ! avenc_prores_ks ! qtmux, mkv, 4:4:4, 30",
        "Y444 ! x264enc ! matroskamux, mp4, 4:4:4, 24",
    })
    void what_was_no_plain_yuv_plays_everywhere_and_keeps_its_bits(String stored, String extension, String chroma, int bits) throws Exception {
        Path input = folder.resolve("input");
        launch("videotestsrc num-buffers=2 ! video/x-raw,width=64,height=48,framerate=25/1,format=" + stored + " ! filesink location=" + input);
        Path result = folder.resolve("result." + extension);

        Terminal.Answer answer = upscale(input, result);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        HostPipeline.startGStreamer();
        MediaFile.Video video = new Discovery().look(result).video();
        assertThat(video.caps()).contains("chroma-format=(string)" + chroma);
        assertThat(video.depth()).isEqualTo(bits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "webm"})
    void quality_decides_how_many_bits_are_spent(String extension) throws Exception {
        Path input = Clips.city(folder, 10);
        Path good = folder.resolve("good." + extension);
        Path usual = folder.resolve("usual." + extension);

        assertThat(new Terminal(folder).fastvsr("upscale", "--quality", "3", input.toString(), good.toString()).exitCode()).isZero();
        assertThat(upscale(input, usual).exitCode()).isZero();

        assertThat(Files.size(good)).isGreaterThan(Files.size(usual) * 3 / 2);
    }

    @ParameterizedTest
    @CsvSource({"matroskamux, mkv", "avimux, avi"})
    @Timeout(120)
    void sound_that_ends_early_holds_nothing_up(String muxer, String extension) throws Exception {
        Path input = folder.resolve("short." + extension);
        launch("videotestsrc num-buffers=260 ! video/x-raw,width=32,height=18,framerate=60/1 ! x264enc tune=zerolatency ! h264parse "
                + "! queue max-size-time=0 max-size-buffers=0 ! mux. audiotestsrc num-buffers=10 ! audio/x-raw,format=S16LE ! queue ! mux. "
                + muxer + " name=mux ! filesink location=" + input);
        Path result = folder.resolve("result.mkv");

        Terminal.Answer answer = upscale(input, result);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(Clips.contentOf(result).frames()).isEqualTo(260);
    }

    @Test
    void takes_the_first_of_several_videos_and_says_so() throws Exception {
        Path input = folder.resolve("angles.mkv");
        Path result = folder.resolve("result.mp4");
        launch(video(64, 48) + " ! queue ! mux. " + video(96, 80) + " ! queue ! mux. matroskamux name=mux ! filesink location=" + input);

        Terminal.Answer answer = upscale(input, result);

        assertThat(answer.errors()).contains("note: 1 further video stream(s) are left out", "10 frames");
        assertThat(Clips.contentOf(result)).isEqualTo(new Clips.Content(10, 256, 192, 360_000_000L));
    }

    private static String video(int width, int height) {
        return "videotestsrc num-buffers=10 ! video/x-raw,width=" + width + ",height=" + height + ",framerate=25/1 ! x264enc tune=zerolatency";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4112 | 16 | 16448x64 pixels, .mp4 takes 16384 along each side at most; name a .y4m",
        "2 | 2 | 8x8 pixels, .mp4 takes 16 along each side at least; name a .y4m"})
    void refuses_at_once_what_the_container_cannot_hold(int width, int height, String limit) throws Exception {
        Path input = folder.resolve("input.y4m");
        launch("videotestsrc num-buffers=2 ! video/x-raw,width=" + width + ",height=" + height + ",framerate=25/1 ! y4menc ! filesink location=" + input);

        Terminal.Answer answer = upscale(input, folder.resolve("result.mp4"));

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains(limit);
        assertThat(remaining()).containsExactly("input.y4m");
    }

    @Test
    void leaves_out_what_cameras_tell_about_themselves() throws Exception {
        Path input = folder.resolve("drone.ts");
        Path telemetry = Files.write(folder.resolve("telemetry"), new byte[64]);
        launch(video(64, 48) + " ! h264parse ! queue ! mux. "
                + "filesrc blocksize=16 location=" + telemetry + " ! meta/x-klv,parsed=true ! queue ! mux. mpegtsmux name=mux ! filesink location=" + input);

        Terminal.Answer answer = upscale(input, folder.resolve("result.mp4"));

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.errors()).contains("drone.ts: a stream is left out, there is no KLV Metadata decoder");
    }

    private void launch(String line) throws Exception {
        Terminal.Answer answer = new Terminal(folder).bash("gst-launch-1.0 -q " + line);
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"I420", "I420_10LE"})
    void turns_interlaced_video_into_whole_frames(String format) throws Exception {
        Path input = folder.resolve("interlaced.mkv");
        Clips.make(folder, 10, "videoscale ! videoconvert ! video/x-raw,width=96,height=64,format=" + format + " ! interlace field-pattern=0 "
                + "! x264enc interlaced=true ! matroskamux ! filesink location=" + input);
        Path result = folder.resolve("result.mkv");

        Terminal.Answer answer = upscale(input, result);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(Clips.contentOf(result).width()).isEqualTo(384);
    }

    @Test
    void explains_a_missing_input() throws Exception {
        assertRefused(upscale(folder.resolve("none.mp4"), folder.resolve("out.mp4")), "there is no file");
    }

    @Test
    void explains_an_input_that_is_no_video() throws Exception {
        assertRefused(upscale(Terminal.HOME.resolve("pom.xml"), folder.resolve("out.mp4")), "pom.xml");
    }

    @Test
    void explains_an_input_that_breaks_off_before_its_first_frame() throws Exception {
        Path input = Clips.withSound(folder, "whole.mkv", "opusenc", "matroskamux");
        Path broken = folder.resolve("broken.mkv");
        Files.write(broken, Arrays.copyOf(Files.readAllBytes(input), 3000));
        Files.delete(input);

        Terminal.Answer answer = upscale(broken, folder.resolve("out.mkv"));

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains("broken.mkv breaks off before the first frame");
        assertThat(remaining()).containsExactly("broken.mkv");
    }

    @Test
    void explains_an_unknown_extension() throws Exception {
        assertRefused(upscale(Clips.CITY, folder.resolve("out.xyz")), "mp4, m4v, mov, mkv, webm, y4m, png, jpg, jpeg");
    }

    @Test
    void explains_a_folder_that_is_not_there() throws Exception {
        assertRefused(upscale(Clips.CITY, folder.resolve("none/out.mp4")), "there is no folder");
    }

    @Test
    void explains_an_unknown_preset() throws Exception {
        Path out = folder.resolve("out.mp4");

        assertRefused(new Terminal(folder).fastvsr("upscale", "--model", "huge", Clips.CITY.toString(), out.toString()), "huge");
    }

    @Test
    void does_not_touch_a_result_that_exists_unless_told_to() throws Exception {
        Path input = Clips.city(folder, 5);
        Path out = Files.writeString(folder.resolve("out.mp4"), "precious");

        Terminal.Answer refused = upscale(input, out);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).contains("--force");
        assertThat(out).hasContent("precious");

        Terminal.Answer forced = new Terminal(folder).fastvsr("upscale", "--force", input.toString(), out.toString());

        assertThat(forced.exitCode()).as(forced.errors()).isZero();
        assertThat(Clips.contentOf(out).frames()).isEqualTo(5);
    }

    @Test
    void keeps_an_unfinished_download_that_it_reads() throws Exception {
        Path input = folder.resolve("clip.mp4.part");
        Files.move(Clips.city(folder, 5), input);

        Terminal.Answer answer = upscale(input, folder.resolve("clip.mp4"));

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(Clips.contentOf(input).frames()).isEqualTo(5);
        assertThat(remaining()).containsExactlyInAnyOrder("clip.mp4.part", "clip.mp4");
    }

    @ParameterizedTest
    @CsvSource({"out.mkv, Could not write", "out.mp4, Failed to write to temporary file"})
    void leaves_nothing_behind_when_the_disk_is_full(String name, String reason) throws Exception {
        assertRefused(new Terminal(folder).fastvsrOnFullDisk("upscale", Clips.CITY.toString(), name), reason);
    }

    @ParameterizedTest
    @CsvSource({"out.mkv, out.mkv", "out-%d.png, out-1.png"})
    void leaves_nothing_behind_when_interrupted(String name, String begun) throws Exception {
        Path messages = folder.resolve("messages");
        // whoever runs the tests in the background has SIGINT ignored, and a child takes that over
        Process process = new Terminal(folder).start(messages, messages, "env", "--default-signal=INT", Terminal.HOME.resolve("fastvsr").toString(), "upscale",
                Clips.CITY.toString(), name);
        while (process.isAlive() && !new Terminal(folder).isBegun(begun)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }

        new Terminal(folder).run("kill", "-INT", Long.toString(process.pid()));

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(messages).content().contains("interrupted");
        assertThat(remaining()).containsExactly("messages");
    }

    private Terminal.Answer upscale(Path in, Path out) throws Exception {
        return new Terminal(folder).fastvsr("upscale", in.toString(), out.toString());
    }

    private void assertRefused(Terminal.Answer answer, String reason) throws Exception {
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains(reason).doesNotContain("\tat ");
        assertThat(remaining()).isEmpty();
    }

    private Stream<String> remaining() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
