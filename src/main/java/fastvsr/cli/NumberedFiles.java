package fastvsr.cli;

import java.awt.Dimension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Files that differ in a number: {@code frame-%05d.png} stands for frame-00000.png, frame-00001.png and so on.
 *
 * @param folder where they lie
 * @param before what their names begin with
 * @param number how they are numbered, as a format of printf
 * @param after  what their names end with
 */
record NumberedFiles(Path folder, String before, String number, String after) {
    private static final Pattern PATTERN = Pattern.compile("(.*)(%(?:0[1-9])?d)(.*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** The files that a pattern stands for; empty if it has no place for a number. */
    static Optional<NumberedFiles> of(Path pattern) {
        Matcher matcher = PATTERN.matcher(pattern.getFileName().toString());
        return matcher.matches()
                ? Optional.of(new NumberedFiles(pattern.toAbsolutePath().getParent(), matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** Files with these names in another folder. */
    NumberedFiles in(Path other) {
        return new NumberedFiles(other, before, number, after);
    }

    /** The name that stands for all of them. */
    Path pattern() {
        return folder.resolve(before + number + after);
    }

    /** The {@code location} of a GStreamer element that numbers files: a format of printf from begin to end. */
    String location() {
        return literally(folder.resolve(before).toString()) + number + literally(after);
    }

    /** The files that are there, by number; none if there is no such folder. */
    TreeMap<Integer, Path> existing() {
        TreeMap<Integer, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            all.forEach(file -> numberOf(file).ifPresent(found -> files.put(found, file)));
            return files;
        } catch (IOException e) {
            throw new CommandException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Looks at numbered pictures as a video.
     *
     * @param frameRate frames per second; 0 if it is not known
     * @throws CommandException if there is none, if one is missing, if they are not pictures, or if they are to be turned in several ways
     */
    MediaFile look(double frameRate) throws IOException {
        TreeMap<Integer, Path> files = existing();
        if (files.isEmpty()) {
            throw new CommandException("there is no file " + pattern() + ", and none with a number in its place");
        }
        checkGaps(files);
        files.values().forEach(Discovery::checkReadable);
        MediaFile first = new Discovery().look(files.firstEntry().getValue());
        if (!first.isPicture()) {
            throw new CommandException(first.path() + " is a video; only pictures can be numbered");
        }
        checkOrientations(files.values());
        return film(first.video(), files, frameRate);
    }

    /** videoflip turns a photo without an orientation as the one before. */
    private static void checkOrientations(Collection<Path> files) throws IOException {
        Path first = files.iterator().next();
        int expected = Orientation.of(first);
        for (Path file : files) {
            int found = Orientation.of(file);
            if (found != expected) {
                throw new CommandException(file + " is turned otherwise than " + first + " (EXIF's orientations " + found + " and " + expected
                        + "); upscale photos of several orientations one by one");
            }
        }
    }

    private void checkGaps(TreeMap<Integer, Path> files) {
        int missing = files.firstKey();
        while (files.containsKey(missing)) {
            missing++;
        }
        if (missing < files.lastKey()) {
            throw new CommandException(nameOf(missing) + " is missing between " + nameOf(files.firstKey()) + " and "
                    + nameOf(files.lastKey()));
        }
    }

    /**
     * Refuses pictures of several sizes, as far as Java reads them; others are not compared.
     *
     * @throws CommandException if there are some
     */
    void checkSizes() throws IOException {
        Collection<Path> files = existing().values();
        Path first = files.iterator().next();
        Optional<Dimension> expected = size(first);
        for (Path file : files) {
            Optional<Dimension> size = size(file);
            if (expected.isPresent() && size.isPresent() && !size.equals(expected)) {
                throw new CommandException(file + " has " + inWords(size.get()) + " pixels, " + first + " has " + inWords(expected.get())
                        + "; a video has one size");
            }
        }
    }

    private static Optional<Dimension> size(Path file) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            reader.setInput(in, true, true);
            return Optional.of(new Dimension(reader.getWidth(0), reader.getHeight(0)));
        } catch (IIOException damaged) {
            return Optional.empty();
        }
    }

    private static String inWords(Dimension size) {
        return size.width + "x" + size.height;
    }

    private MediaFile film(MediaFile.Video first, TreeMap<Integer, Path> files, double frameRate) {
        String elements = "imagesequencesrc name=input framerate=" + Math.round(1000 * frameRate) + "/1000 start-index=" + files.firstKey()
                + " stop-index=" + files.lastKey() + first.orientation();
        Duration duration = frameRate == 0 ? Duration.ZERO : Duration.ofNanos(Math.round(files.size() * 1e9 / frameRate));
        MediaFile.Video video = new MediaFile.Video(first.caps(), first.width(), first.height(), first.depth(), frameRate, false, false);
        return new MediaFile(pattern(), new MediaFile.Source(elements, location()), duration, video,
                List.of(), 0, 0);
    }

    private Optional<Integer> numberOf(Path file) {
        String name = file.getFileName().toString();
        if (name.length() < before.length() + after.length() || !name.startsWith(before) || !name.endsWith(after)) {
            return Optional.empty();
        }
        return Optional.of(name.substring(before.length(), name.length() - after.length()))
                .filter(digits -> NUMBER.matcher(digits).matches()).map(Integer::valueOf)
                .filter(found -> nameOf(found).equals(name));
    }

    private String nameOf(int found) {
        return before + String.format(number, found) + after;
    }

    private static String literally(String text) {
        return text.replace("%", "%%");
    }
}
