package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpscalePicturesTest {
    /** Odd on purpose. */
    private static final int WIDTH = 75;
    private static final int HEIGHT = 51;
    private static final List<Color> QUARTERS =
            List.of(new Color(200, 30, 40), new Color(20, 160, 60), new Color(30, 50, 220), new Color(250, 250, 250));
    /** APP1 of JPEG: EXIF in which tag 0x0112, the orientation, is 6: turn right to see it upright. */
    private static final byte[] TURNED_LEFT = HexFormat.of().parseHex(
            "ffe10022" + "457869660000" + "4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"photo.png, large.png", "photo.png, large.jpg", "photo.jpg, large.PNG", "photo.jpg, large.jpeg"})
    void keeps_colours(String name, String result) throws Exception {
        Path photo = write(quarters(BufferedImage.TYPE_INT_RGB), name);

        Terminal.Answer answer = upscale(photo.toString(), result);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.errors()).contains(result + ": 1 frame").doesNotContain("note:");
        assertThat(names()).containsExactlyInAnyOrder(name, result);
        assertQuarters(read(result), QUARTERS);
    }

    @Test
    void keeps_transparency() throws Exception {
        List<Color> quarters = List.of(new Color(200, 30, 40, 255), new Color(20, 160, 60, 128), new Color(30, 50, 220, 40), Color.WHITE);
        Path photo = write(quarters(BufferedImage.TYPE_INT_ARGB, quarters), "photo.png");

        Terminal.Answer answer = upscale(photo.toString(), "large.png");

        assertThat(answer.errors()).doesNotContain("note:");
        assertQuarters(read("large.png"), quarters);
    }

    @Test
    void says_that_jpeg_holds_no_transparency() throws Exception {
        Path photo = write(quarters(BufferedImage.TYPE_INT_ARGB), "photo.png");

        Terminal.Answer answer = upscale(photo.toString(), "large.jpg");

        assertThat(answer.errors()).contains("note: transparency is left out", "large.jpg cannot hold it");
        assertQuarters(read("large.jpg"), QUARTERS);
    }

    @ParameterizedTest
    @CsvSource({"10, 180, 180", "11, 40000, 156"}) // BufferedImage's TYPE_BYTE_GRAY and TYPE_USHORT_GRAY
    void keeps_grey_with_8_bits(int type, int value, int expected) throws Exception {
        BufferedImage grey = new BufferedImage(WIDTH, HEIGHT, type);
        fill(grey.getRaster(), value);

        upscale(write(grey, "photo.png").toString(), "large.png");

        BufferedImage large = read("large.png");
        assertThat(large.getRaster().getNumBands()).isEqualTo(1);
        assertThat(large.getRaster().getSample(150, 100, 0)).isCloseTo(expected, within(1));
    }

    @Test
    void keeps_colours_of_16_bits_with_transparency() throws Exception {
        Terminal.Answer answer = upscale(write(deep(true), "photo.png").toString(), "large.png");

        assertThat(answer.errors()).contains("note: large.png holds 8 bits of each sample");
        assertQuarters(read("large.png"), QUARTERS);
    }

    @Test
    void refuses_colours_of_16_bits_that_gstreamer_mixes_up() throws Exception {
        assertRefused(upscale(write(deep(false), "photo.png").toString(), "large.png"), "photo.png", "16-bit", "8 bits");
    }

    @ParameterizedTest
    @CsvSource({"gif, is a GIF, save it as a video", "bmp, is a BMP, save it as PNG", "tiff, is a TIFF, save it as PNG"})
    void refuses_pictures_that_gstreamer_cannot_decode(String kind, String what, String remedy) throws Exception {
        Path picture = write(quarters(BufferedImage.TYPE_INT_RGB), "picture." + kind);

        assertRefused(upscale(picture.toString(), "large.png"), "picture." + kind, what, remedy);
    }

    @Test
    void refuses_gif_wherever_clips_are_read() throws Exception {
        write(quarters(BufferedImage.TYPE_INT_RGB), "picture.gif");

        assertRefused(new Terminal(folder).fastvsr("evaluate", "picture.gif"), "picture.gif is a GIF");
        assertRefused(new Terminal(folder).fastvsr("train", "prepare", "picture.gif", "--out", "strips.tar"), "picture.gif is a GIF");
    }

    @Test
    void says_that_only_the_first_picture_of_an_animated_png_is_taken() throws Exception {
        Path picture = write(quarters(BufferedImage.TYPE_INT_RGB), "picture.png");
        insert(picture, 33, pngChunk("acTL", new byte[8]));

        assertThat(upscale("picture.png", "large.png").errors()).contains("note: picture.png holds several pictures; only the first is taken");
    }

    @Test
    void turns_a_photo_upright() throws Exception {
        Path photo = turnedLeft("photo.jpg");

        upscale(photo.toString(), "large.png");

        BufferedImage large = read("large.png");
        assertThat(large.getWidth()).isEqualTo(4 * HEIGHT);
        assertThat(large.getHeight()).isEqualTo(4 * WIDTH);
        assertColour(large, 1, 1, QUARTERS.get(2));
        assertColour(large, 3, 1, QUARTERS.get(0));
    }

    @Test
    void takes_the_first_of_several_pictures_in_a_jpeg() throws Exception {
        Path photo = write(quarters(BufferedImage.TYPE_INT_RGB), "photo.jpg");
        Path preview = write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "preview.jpg");
        Files.write(photo, Files.readAllBytes(preview), StandardOpenOption.APPEND);

        Terminal.Answer answer = upscale("photo.jpg", "large.png");

        assertThat(answer.errors()).contains("large.png: 1 frame in", "note: photo.jpg holds several pictures; only the first is taken");
        assertQuarters(read("large.png"), QUARTERS);
        String result = Files.readString(folder.resolve("large.png"), StandardCharsets.ISO_8859_1);
        assertThat(result).containsOnlyOnce("IHDR");
    }

    @ParameterizedTest
    @CsvSource({"photo.jpg, 1000, false", "photo.jpg, 1004, true", "photo.png, 1000, false", "photo.png, 1004, true"}) // ColorSpace's CS_sRGB and CS_LINEAR_RGB
    void says_that_other_colours_than_those_of_srgb_are_not_told(String name, int colours, boolean isNoted) throws Exception {
        Path photo = write(quarters(BufferedImage.TYPE_INT_RGB), name);
        byte[] profile = ICC_Profile.getInstance(colours).getData();
        insert(photo, name.endsWith("png") ? 33 : 2, name.endsWith("png") ? pngChunk(profile) : jpegSegment(profile));

        Terminal.Answer answer = upscale(name, "large.png");

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(answer.errors().contains("note: the colour profile of " + name + " is not passed on")).isEqualTo(isNoted);
    }

    @Test
    void turns_numbered_photos_upright() throws Exception {
        turnedLeft("a-1.jpg");
        turnedLeft("a-2.jpg");

        upscale("a-%d.jpg", "b-%d.png");

        assertColour(read("b-2.png"), 1, 1, QUARTERS.get(2));
        assertColour(read("b-2.png"), 3, 1, QUARTERS.get(0));
    }

    @Test
    void refuses_numbered_photos_that_are_turned_in_several_ways() throws Exception {
        turnedLeft("a-1.jpg");
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-2.jpg");

        assertRefused(upscale("a-%d.jpg", "b-%d.png"), "a-2.jpg is turned otherwise than ", "a-1.jpg", "1 and 6");
    }

    @Test
    void makes_no_video_of_a_picture() throws Exception {
        Path photo = write(quarters(BufferedImage.TYPE_INT_RGB), "photo.png");

        assertRefused(upscale(photo.toString(), "large.mp4"), "photo.png is a picture", "png, jpg, jpeg");
        assertThat(names()).containsExactly("photo.png");
    }

    @Test
    void makes_no_single_picture_of_a_video() throws Exception {
        assertRefused(upscale(Clips.CITY.toString(), "large.png"), "city.mp4 is a video", "large-%05d.png");
        assertThat(names()).isEmpty();
    }

    @Test
    void refuses_a_jpeg_that_would_be_too_wide() throws Exception {
        Path photo = write(new BufferedImage(16_400, 8, BufferedImage.TYPE_BYTE_GRAY), "photo.png");

        assertRefused(upscale(photo.toString(), "large.jpg"), "65600x32", "65500", ".png");
    }

    @Test
    void refuses_a_bit_rate_of_pictures() throws Exception {
        assertRefused(upscale("--bitrate", "500", Clips.CITY.toString(), "large-%d.jpg"), "--bitrate", "--quality");
    }

    @Test
    void leaves_nothing_behind_when_the_disk_is_full() throws Exception {
        BufferedImage noise = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        noise.setRGB(0, 0, 400, 300, new Random(7).ints(400 * 300).toArray(), 0, 400);
        write(noise, "photo.png");

        assertRefused(new Terminal(folder).fastvsrOnFullDisk("upscale", "photo.png", "large.png"), "Could not write");
        assertThat(names()).containsExactly("photo.png");
    }

    @Test
    void gives_each_frame_of_a_video_a_file() throws Exception {
        Path clip = Clips.city(folder, 10);

        Terminal.Answer answer = upscale(clip.toString(), "frame-%02d.png");

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        Files.delete(clip);
        assertThat(names()).containsExactlyInAnyOrderElementsOf(
                IntStream.rangeClosed(1, 10).mapToObj(i -> String.format("frame-%02d.png", i)).toList());
        assertThat(read("frame-10.png").getWidth()).isEqualTo(1280);
    }

    @Test
    void white_of_a_video_is_white_in_a_jpeg() throws Exception {
        new Terminal(folder).bash("gst-launch-1.0 videotestsrc num-buffers=2 pattern=white ! video/x-raw,format=I420,width=64,height=48,colorimetry=bt601 "
                + "! x264enc ! matroskamux ! filesink location=clip.mkv");

        upscale("clip.mkv", "frame-%d.jpg");

        assertColour(read("frame-2.jpg"), 1, 1, Color.WHITE);
    }

    @Test
    void does_not_touch_numbered_pictures_that_exist_unless_told_to() throws Exception {
        Path clip = Clips.city(folder, 3);
        Path old = Files.writeString(folder.resolve("frame-3.jpg"), "precious");

        assertRefused(upscale(clip.toString(), "frame-%d.jpg"), "frame-3.jpg exists already", "--force");
        assertThat(old).hasContent("precious");

        Terminal.Answer forced = upscale("--force", clip.toString(), "frame-%d.jpg");

        assertThat(forced.exitCode()).as(forced.errors()).isZero();
        assertThat(read("frame-3.jpg").getWidth()).isEqualTo(1280);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50%-%03d.png", "b-%d.jpg"})
    void makes_a_video_of_numbered_pictures(String pattern) throws Exception {
        for (int i = 8; i < 13; i++) {
            write(quarters(BufferedImage.TYPE_INT_RGB), pattern.startsWith("50") ? String.format("50%%-%03d.png", i) : "b-" + i + ".jpg");
        }

        Terminal.Answer answer = upscale("--frame-rate", "12.5", pattern, "large.mkv");

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        assertThat(Clips.contentOf(folder.resolve("large.mkv"))).isEqualTo(new Clips.Content(5, 4 * WIDTH, 4 * HEIGHT, 320_000_000L));
    }

    @Test
    void turns_numbered_pictures_into_numbered_pictures() throws Exception {
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-0.png");
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-1.png");

        upscale("a-%d.png", "b-%d.png");

        assertThat(names()).containsExactlyInAnyOrder("a-0.png", "a-1.png", "b-1.png", "b-2.png");
        assertQuarters(read("b-2.png"), QUARTERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"./a-%d.png", "a-%01d.png"})
    void does_not_replace_its_numbered_input_even_when_forced(String result) throws Exception {
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-1.png");
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-2.png");

        assertRefused(upscale("--force", "a-%d.png", result), "a-1.png is the input");
        assertThat(read("a-1.png").getWidth()).isEqualTo(WIDTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"large.y4m", "large.mkv"})
    void makes_no_video_of_pictures_of_different_sizes(String result) throws Exception {
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-1.png");
        write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "a-2.png");

        assertRefused(upscale("a-%d.png", result), "a-2.png has 40x30 pixels", "a-1.png has 75x51", "one size");
        assertThat(names()).containsExactlyInAnyOrder("a-1.png", "a-2.png");
    }

    @Test
    void says_that_a_damaged_picture_is_left_out() throws Exception {
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-1.png");
        Files.writeString(folder.resolve("a-2.png"), "no picture");
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-3.png");

        assertThat(upscale("a-%d.png", "b-%d.png").errors()).contains("note: 1 of 3 pictures cannot be decoded and is left out");
    }

    @Test
    void refuses_numbered_pictures_with_a_gap() throws Exception {
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-1.png");
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-3.png");

        assertRefused(upscale("a-%d.png", "b-%d.png"), "a-2.png is missing");
    }

    @Test
    void names_a_folder_that_stands_among_numbered_pictures() throws Exception {
        write(quarters(BufferedImage.TYPE_INT_RGB), "a-1.png");
        Files.createDirectory(folder.resolve("a-2.png"));

        assertRefused(upscale("a-%d.png", "b-%d.png"), "a-2.png is not a file that can be read");
    }

    @Test
    void explains_that_a_root_has_no_extension() throws Exception {
        assertRefused(upscale(Clips.CITY.toString(), "/"), "the extension of / decides what is written");
    }

    @Test
    void explains_that_there_are_no_numbered_pictures() throws Exception {
        assertRefused(upscale("a-%d.png", "b.mp4"), "a-%d.png, and none with a number");
    }

    private Terminal.Answer upscale(String... arguments) throws Exception {
        String[] all = Stream.concat(Stream.of("upscale"), Arrays.stream(arguments)).toArray(String[]::new);
        return new Terminal(folder).fastvsr(all);
    }

    private static void assertRefused(Terminal.Answer answer, String... reasons) {
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).startsWith("fastvsr: ").contains(reasons).doesNotContain("\tat ");
    }

    private static BufferedImage quarters(int type) {
        return quarters(type, QUARTERS);
    }

    private static BufferedImage quarters(int type, List<Color> colours) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        draw(image, colours);
        return image;
    }

    private static BufferedImage deep(boolean isTransparent) {
        ColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), isTransparent, false,
                isTransparent ? Transparency.TRANSLUCENT : Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        BufferedImage image = new BufferedImage(model, model.createCompatibleWritableRaster(WIDTH, HEIGHT), false, null);
        draw(image, QUARTERS);
        return image;
    }

    private static void draw(BufferedImage image, List<Color> colours) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, colours.get((x < WIDTH / 2 ? 0 : 1) + (y < HEIGHT / 2 ? 0 : 2)).getRGB());
            }
        }
    }

    private static void fill(WritableRaster raster, int value) {
        int[] samples = new int[raster.getWidth() * raster.getHeight()];
        Arrays.fill(samples, value);
        raster.setSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, samples);
    }

    private static void assertQuarters(BufferedImage large, List<Color> colours) {
        assertThat(large.getWidth()).isEqualTo(4 * WIDTH);
        assertThat(large.getHeight()).isEqualTo(4 * HEIGHT);
        for (int i = 0; i < 4; i++) {
            assertColour(large, i % 2 * 2 + 1, i / 2 * 2 + 1, colours.get(i));
        }
    }

    /** Looks at a place whose coordinates count quarters of the width and height. */
    private static void assertColour(BufferedImage image, int x, int y, Color expected) {
        Color colour = new Color(image.getRGB(x * image.getWidth() / 4, y * image.getHeight() / 4), true);
        assertThat(colour.getRed()).isCloseTo(expected.getRed(), within(3));
        assertThat(colour.getGreen()).isCloseTo(expected.getGreen(), within(3));
        assertThat(colour.getBlue()).isCloseTo(expected.getBlue(), within(3));
        assertThat(colour.getAlpha()).isCloseTo(expected.getAlpha(), within(3));
    }

    private Path write(BufferedImage image, String name) throws IOException {
        Path file = folder.resolve(name);
        assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())).isTrue();
        return file;
    }

    private Path turnedLeft(String name) throws IOException {
        Path photo = write(quarters(BufferedImage.TYPE_INT_RGB), name);
        return insert(photo, 2, TURNED_LEFT);
    }

    private static Path insert(Path file, int place, byte[] more) throws IOException {
        byte[] all = Files.readAllBytes(file);
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.write(all, 0, place);
        longer.write(more);
        longer.write(all, place, all.length - place);
        return Files.write(file, longer.toByteArray());
    }

    /** APP2 with the first part of one. */
    private static byte[] jpegSegment(byte[] profile) {
        byte[] name = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(4 + name.length + profile.length).putShort((short) 0xffe2)
                .putShort((short) (2 + name.length + profile.length)).put(name).put(profile).array();
    }

    private static byte[] pngChunk(byte[] profile) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write("profile\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (OutputStream zlib = new DeflaterOutputStream(content)) {
            zlib.write(profile);
        }
        return pngChunk("iCCP", content.toByteArray());
    }

    private static byte[] pngChunk(String name, byte[] content) {
        byte[] named = (name + new String(content, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
        CRC32 checksum = new CRC32();
        checksum.update(named);
        return ByteBuffer.allocate(named.length + 8).putInt(content.length).put(named).putInt((int) checksum.getValue()).array();
    }

    private BufferedImage read(String name) throws IOException {
        return ImageIO.read(folder.resolve(name).toFile());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
