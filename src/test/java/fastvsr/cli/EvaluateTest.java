package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import fastvsr.model.CompactWeights;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The evaluate command prints what it promises and refuses what it cannot measure. */
class EvaluateTest {
    @TempDir
    private Path folder;

    private record Outcome(int code, String out, String err) {
    }

    @Test
    void json_is_one_object_with_every_clip_and_the_mean_and_nothing_else() throws IOException {
        picture("clip/0.png", 66, 45, 1);
        picture("clip/1.png", 66, 45, 2);
        picture("single.png", 48, 48, 3);

        Outcome outcome = evaluate("--json", folder.resolve("clip").toString(), folder.resolve("single.png").toString());

        JsonObject report = JsonParser.parseString(outcome.out()).getAsJsonObject();
        JsonObject first = report.getAsJsonArray("clips").get(0).getAsJsonObject();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out().trim().lines()).hasSize(1);
        assertThat(first.keySet()).containsExactly("name", "frames", "psnr_y", "ssim_y", "niqe", "warping_error", "border_jump",
                "twin_psnr_y", "twin_ssim_y", "twin_niqe", "twin_warping_error",
                "bicubic_psnr_y", "bicubic_ssim_y", "bicubic_niqe", "bicubic_warping_error",
                "lanczos_psnr_y", "lanczos_ssim_y", "lanczos_niqe", "lanczos_warping_error", "truth_niqe", "truth_warping_error");
        assertThat(first.get("frames").getAsInt()).isEqualTo(2);
        JsonObject mean = report.getAsJsonObject("mean");
        assertThat(mean.get("gain_db").getAsDouble()).isEqualTo(
                mean.get("psnr_y").getAsDouble() - mean.get("bicubic_psnr_y").getAsDouble());
    }

    @ParameterizedTest
    @CsvSource({"nano, 1.3, 0.12", "live, 1.75, 0.4", "quality, 1.75, 0.4"})
    void the_networks_that_are_shipped_restore_a_clip_and_owe_it_to_their_memory(String model, double gain, double overTwin) {
        Outcome outcome = evaluate("--json", "--quick", "--frames", "12", "--model", model, "samples/city.mp4");

        JsonObject mean = JsonParser.parseString(outcome.out()).getAsJsonObject().getAsJsonObject("mean");
        assertThat(mean.get("gain_db").getAsDouble()).isGreaterThan(gain);
        assertThat(mean.get("psnr_y").getAsDouble() - mean.get("twin_psnr_y").getAsDouble()).isGreaterThan(overTwin);
    }

    /** What memory gets wrong must not gather: this clip goes on three times as long as those of training. */
    @ParameterizedTest
    @ValueSource(strings = {"nano", "live", "quality"})
    void late_in_a_long_clip_the_networks_that_are_shipped_are_no_worse_than_without_memory(String model) {
        Outcome outcome = evaluate("--json", "--quick", "--frames", "75", "--model", model, "samples/city.mp4");

        JsonObject mean = JsonParser.parseString(outcome.out()).getAsJsonObject().getAsJsonObject("mean");
        assertThat(mean.get("late_psnr_y").getAsDouble()).isGreaterThan(mean.get("twin_late_psnr_y").getAsDouble());
    }

    @Test
    void pictures_of_another_size_start_anew() throws IOException {
        picture("mixed/0.png", 64, 48, 1);
        picture("mixed/1.png", 64, 48, 2);
        picture("mixed/2.png", 48, 64, 3);
        picture("alone.png", 48, 64, 3);

        Outcome mixed = evaluate("--json", "--quick", folder.resolve("mixed").toString(), folder.resolve("alone.png").toString());
        Outcome others = evaluate("--json", "--quick", "--frames", "2", folder.resolve("mixed").toString());

        double first = clip(others, 0).get("psnr_y").getAsDouble();
        assertThat(mixed.code()).as(mixed.err()).isZero();
        assertThat(clip(mixed, 0).get("frames").getAsInt()).isEqualTo(3);
        assertThat(3 * clip(mixed, 0).get("psnr_y").getAsDouble())
                .isCloseTo(2 * first + clip(mixed, 1).get("psnr_y").getAsDouble(), within(1e-6));
    }

    @Test
    void a_size_that_is_not_a_multiple_of_four_is_cropped_and_said() throws IOException {
        picture("odd.png", 66, 45, 1);

        Outcome outcome = evaluate(folder.resolve("odd.png").toString());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("odd.png").contains("66x45").contains("64x44");
        assertThat(outcome.out()).contains("odd.png").contains("mean");
    }

    @Test
    void a_sheet_shows_input_every_contender_and_the_truth_side_by_side() throws IOException {
        picture("small.png", 64, 48, 1);

        Outcome outcome = evaluate("--quick", "--sheets", folder.resolve("sheets").toString(), folder.resolve("small.png").toString());

        BufferedImage sheet = ImageIO.read(folder.resolve("sheets/small.png").toFile());
        BufferedImage truth = ImageIO.read(folder.resolve("small.png").toFile());
        assertThat(outcome.err()).contains("input | network | twin | bicubic | lanczos | truth");
        assertThat(sheet.getWidth()).isEqualTo(6 * 64 + 5 * 4);
        assertThat(sheet.getRGB(5 * 68 + 10, 20)).isEqualTo(truth.getRGB(10, 20));
    }

    @Test
    void sheets_that_cannot_be_written_are_refused_before_the_work() throws IOException {
        picture("small.png", 64, 48, 1);
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        Outcome outcome = evaluate("--sheets", file.toString(), folder.resolve("small.png").toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err().lines()).containsExactly("fastvsr: " + file + ": file already exists");
    }

    @Test
    void another_network_stands_beside_and_degraded_input_below() throws IOException {
        picture("clip/0.png", 104, 100, 1);
        picture("clip/1.png", 104, 100, 2);
        picture("clip/2.png", 104, 100, 1);
        Path other = CompactWeights.write(folder.resolve("compact.safetensors"), CompactWeights.tensors(4, 1, 3));

        Outcome outcome = evaluate("--json", "--quick", "--degraded", "--beside", other.toString(), folder.resolve("clip").toString());

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonObject clip = clip(outcome, 0);
        JsonObject degraded = clip.getAsJsonObject("degraded");
        assertThat(clip.getAsJsonObject("beside").getAsJsonObject("compact").keySet()).containsExactly("psnr_y", "ssim_y", "gain_db");
        assertThat(degraded.get("bicubic_psnr_y").getAsDouble()).isLessThan(clip.get("bicubic_psnr_y").getAsDouble() - 0.1);
        assertThat(degraded.getAsJsonObject("beside").keySet()).containsExactly("compact");
    }

    @Test
    void features_that_are_not_squeezenet_are_refused_with_the_name_of_the_tensor() throws IOException {
        picture("small.png", 64, 48, 1);
        Path other = CompactWeights.write(folder.resolve("compact.safetensors"), CompactWeights.tensors(4, 1, 3));

        Outcome outcome = evaluate("--features", other.toString(), folder.resolve("small.png").toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("\"conv1_weight\"");
    }

    @Test
    void a_missing_clip_is_an_error_that_names_it() {
        Outcome outcome = evaluate(folder.resolve("nowhere.mkv").toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("nowhere.mkv");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void a_frame_that_is_too_small_is_an_error_that_names_the_limit() throws IOException {
        picture("tiny.png", 24, 80, 1);

        Outcome outcome = evaluate("--json", folder.resolve("tiny.png").toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("24x80").contains("28x28");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void a_file_that_is_no_video_is_an_error() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mkv"), "not a video at all ".repeat(100));

        Outcome outcome = evaluate(text.toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("text.mkv");
    }

    @Test
    void a_machine_that_cannot_decode_is_told_what_it_lacks() throws Exception {
        Terminal.Answer answer = new LeanMachine(folder, "playback").fastvsr("evaluate", Clips.CITY.toString());

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors().lines()).containsExactly("fastvsr: no element \"decodebin\" (./fastvsr doctor says what is missing)");
    }

    @Test
    void an_error_nobody_foresaw_is_one_line_unless_asked_for_more() {
        CommandLine broken = Main.commands();
        StringWriter brief = new StringWriter();
        StringWriter full = new StringWriter();
        broken.addSubcommand("fail", CommandLine.Model.CommandSpec.wrapWithoutInspection((Runnable) () -> {
            throw new IllegalStateException("nobody thought of this");
        }));

        int code = broken.setErr(new PrintWriter(brief, true)).execute("fail");
        broken.setErr(new PrintWriter(full, true)).execute("--debug", "fail");

        assertThat(code).isEqualTo(1);
        assertThat(brief.toString().lines()).containsExactly("fastvsr: unexpected java.lang.IllegalStateException: "
                + "nobody thought of this; the option --debug shows where it came from");
        assertThat(full.toString()).contains("\tat fastvsr.cli.EvaluateTest", "nobody thought of this; the option");
    }

    private static JsonObject clip(Outcome outcome, int index) {
        return JsonParser.parseString(outcome.out()).getAsJsonObject().getAsJsonArray("clips").get(index).getAsJsonObject();
    }

    private void picture(String name, int width, int height, int number) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int level = (int) (128 + 100 * Math.sin(0.35 * x * number) * Math.cos(0.27 * y));
                image.setRGB(x, y, level << 16 | (255 - level) << 8 | x * 255 / width);
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    /** Runs the command as the launcher does; the command writes to the process's own streams. */
    private static Outcome evaluate(String... arguments) {
        PrintStream standardOut = System.out;
        PrintStream standardErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StringWriter explained = new StringWriter();
        System.setOut(new PrintStream(out, true));
        System.setErr(new PrintStream(err, true));
        try {
            CommandLine commands = Main.commands().setErr(new PrintWriter(explained, true));
            String[] all = new String[arguments.length + 1];
            all[0] = "evaluate";
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            int code = commands.execute(all);
            return new Outcome(code, out.toString(), err.toString() + explained);
        } finally {
            System.setOut(standardOut);
            System.setErr(standardErr);
        }
    }
}
