package fastvsr.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pictures that a network learns from.
 *
 * @param photos square photos of {@link #PHOTO_SIDE} pixels
 * @param strips {@link #STRIP_FRAMES} consecutive frames of real video one below the other, {@link #STRIP_SIDE} wide
 */
public record Library(List<Item> photos, List<Item> strips) {
    /** Width and height of a photo. */
    public static final int PHOTO_SIDE = 640;
    /** Width and height of one frame of a film strip. */
    public static final int STRIP_SIDE = 288;
    /** Frames in a film strip. */
    public static final int STRIP_FRAMES = 16;

    private static final long STRIP_BYTES = 3L * STRIP_FRAMES * STRIP_SIDE * STRIP_SIDE;
    private static final long PHOTO_BYTES = 3L * PHOTO_SIDE * PHOTO_SIDE;
    private static final int MOST_PHOTOS = (int) (Integer.MAX_VALUE / PHOTO_BYTES);
    private static final int MOST_STRIPS = (int) (Integer.MAX_VALUE / STRIP_BYTES);
    private static final int SMALLEST = 256;
    private static final int EVERY_SIXTEENTH = 16;

    /**
     * One picture.
     *
     * @param name  where it comes from
     * @param image its pixels
     */
    public record Item(String name, RgbImage image) {
        /** Whether this is a film strip; one of another length is refused, for it would pass as a photo. */
        boolean isStrip() {
            boolean strip = image.width() == STRIP_SIDE && image.height() % STRIP_SIDE == 0 && image.height() > STRIP_SIDE;
            if (strip && image.height() != STRIP_SIDE * STRIP_FRAMES) {
                throw new TrainingException(name + ": a film strip of " + image.height() / STRIP_SIDE + " frames, and training needs "
                        + STRIP_FRAMES + "; make it anew with `fastvsr train prepare`");
            }
            return strip;
        }
    }

    public Library {
        photos = List.copyOf(photos);
        strips = List.copyOf(strips);
        if (strips.size() > MOST_STRIPS) {
            throw new TrainingException(strips.size() + " film strips are more than the " + MOST_STRIPS
                    + " that training holds in memory; make fewer with a larger --every of `fastvsr train prepare`");
        }
    }

    /**
     * Reads JPEG and PNG pictures from files, folders and tar archives; the middle of larger photos is cut out, smaller ones go on mirrored.
     *
     * @throws TrainingException if something is missing, damaged or of no use; the message names it
     */
    public static Library load(List<Path> places) {
        List<TarFile.Entry> files = places.stream().flatMap(Library::files).toList();
        List<Item> items = files.stream().parallel().filter(file -> !file.name().endsWith(".tsv"))
                .map(Library::decode).toList();
        List<Item> photos = items.stream().filter(item -> !item.isStrip()).map(Library::square).toList();
        if (photos.isEmpty()) {
            throw new TrainingException("no photos in " + places + "; training needs pictures of at least "
                    + SMALLEST + "x" + SMALLEST + " pixels");
        }
        return new Library(photos, items.stream().filter(Item::isStrip).toList());
    }

    /** What training must not see: every sixteenth photo, and strips whose name holds one of {@code names}. */
    public Library heldOut(List<String> names) {
        return new Library(IntStream.range(0, photos.size()).filter(i -> i % EVERY_SIXTEENTH == 0)
                .mapToObj(photos::get).toList(), strips.stream().filter(isAnyOf(names)).toList());
    }

    /** Everything that is not held out; a library of one photo trains on it all the same. */
    public Library training(List<String> names) {
        return new Library(IntStream.range(0, photos.size()).filter(i -> i % EVERY_SIXTEENTH != 0 || photos.size() == 1)
                .mapToObj(photos::get).toList(), strips.stream().filter(isAnyOf(names).negate()).toList());
    }

    /**
     * Photos as bytes (count, 3, side, side), channel after channel.
     *
     * @throws TrainingException if they are more than a buffer holds
     */
    ByteBuffer photoBytes() {
        if (photos.size() > MOST_PHOTOS) {
            throw new TrainingException(photos.size() + " photos are more than the " + MOST_PHOTOS
                    + " that training holds in memory; leave some out");
        }
        int plane = PHOTO_SIDE * PHOTO_SIDE;
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) (photos.size() * PHOTO_BYTES));
        byte[] planes = new byte[3 * plane];
        for (Item photo : photos) {
            byte[] samples = photo.image().samples();
            for (int i = 0; i < plane; i++) {
                planes[i] = samples[3 * i];
                planes[plane + i] = samples[3 * i + 1];
                planes[2 * plane + i] = samples[3 * i + 2];
            }
            bytes.put(planes);
        }
        return bytes.flip();
    }

    /** Strips as bytes (count, frames, side, side, 3). */
    ByteBuffer stripBytes() {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) (strips.size() * STRIP_BYTES));
        strips.forEach(strip -> bytes.put(strip.image().samples()));
        return bytes.flip();
    }

    private static Predicate<Item> isAnyOf(List<String> names) {
        return item -> names.stream().anyMatch(item.name()::contains);
    }

    private static Stream<TarFile.Entry> files(Path place) {
        try {
            if (Files.isDirectory(place)) {
                try (Stream<Path> inside = Files.list(place)) {
                    return inside.filter(Library::isOfUse).sorted().toList().stream().flatMap(Library::files);
                }
            }
            if (place.toString().endsWith(".tar")) {
                List<TarFile.Entry> entries = new ArrayList<>();
                for (TarFile.Entry entry : TarFile.read(place)) {
                    entries.add(new TarFile.Entry(place.getFileName() + "/" + entry.name(), entry.content()));
                }
                return entries.stream();
            }
            return Stream.of(new TarFile.Entry(place.toString(), Files.readAllBytes(place)));
        } catch (IOException | UncheckedIOException missing) {
            throw new TrainingException("training data cannot be read: " + missing.getMessage(), missing);
        }
    }

    private static boolean isOfUse(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Stream.of(".tar", ".jpg", ".jpeg", ".png").anyMatch(name::endsWith);
    }

    private static Item decode(TarFile.Entry file) {
        try {
            return new Item(file.name(), RgbImage.decode(file.name(), file.content()));
        } catch (IOException damaged) {
            throw new TrainingException(damaged.getMessage()
                    + " (videos are made into film strips by `fastvsr train prepare`)", damaged);
        }
    }

    private static Item square(Item photo) {
        RgbImage image = photo.image();
        if (image.width() < SMALLEST || image.height() < SMALLEST) {
            throw new TrainingException(photo.name() + ": a picture of " + image.width() + "x" + image.height()
                    + " is neither a film strip (" + STRIP_SIDE + "x" + STRIP_SIDE * STRIP_FRAMES
                    + ") nor large enough for a photo (" + SMALLEST + "x" + SMALLEST + ")");
        }
        return new Item(photo.name(), image.mirroredCrop(PHOTO_SIDE));
    }
}
