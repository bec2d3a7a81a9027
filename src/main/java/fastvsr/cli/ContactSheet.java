package fastvsr.cli;

import fastvsr.train.RgbImage;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A PNG that shows the most detailed places of a frame, one in each row, as every contender shows them, side by side. */
final class ContactSheet {
    /** The name under which the small picture is given; it is shown in squares of its pixels. */
    static final String INPUT = "input";
    private static final int SIDE = 192;
    private static final int ROWS = 3;
    private static final int GAP = 4;

    private ContactSheet() {
    }

    private record Place(int left, int top, long detail) {
    }

    /**
     * Writes a sheet and says in one line what its columns are.
     *
     * @param file     PNG to write
     * @param pictures by name, in the order of columns: {@link #INPUT} and others four times as large, {@link Evaluation#TRUTH}
     *                 among them
     */
    static void save(Path file, Map<String, RgbImage> pictures) throws IOException {
        RgbImage truth = pictures.get(Evaluation.TRUTH);
        int width = Math.min(SIDE, truth.width());
        int height = Math.min(SIDE, truth.height());
        List<Place> places = places(truth, width, height);
        BufferedImage sheet = new BufferedImage(pictures.size() * (width + GAP) - GAP, places.size() * (height + GAP) - GAP,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        for (int row = 0; row < places.size(); row++) {
            int column = 0;
            for (RgbImage picture : pictures.values()) {
                pen.drawImage(piece(picture, truth.width() / picture.width(), places.get(row), width, height),
                        column++ * (width + GAP), row * (height + GAP), width, height, null);
            }
        }
        pen.dispose();
        try (OutputStream out = Files.newOutputStream(file)) {
            ImageIO.write(sheet, "png", out);
        }
        System.err.println(file + ": " + String.join(" | ", pictures.keySet()));
    }

    private static BufferedImage piece(RgbImage picture, int times, Place place, int width, int height) {
        return picture.crop(place.left() / times, place.top() / times, width / times, height / times).toBuffered();
    }

    /** The most detailed places that do not overlap; the pictures are small enough to try those on a grid. */
    private static List<Place> places(RgbImage truth, int width, int height) {
        List<Place> candidates = new ArrayList<>();
        for (int top = 0; top + height <= truth.height(); top += 32) {
            for (int left = 0; left + width <= truth.width(); left += 32) {
                candidates.add(new Place(left, top, truth.detail(left, top, width, height)));
            }
        }
        candidates.sort(Comparator.comparingLong(Place::detail).reversed());
        List<Place> chosen = new ArrayList<>();
        for (Place place : candidates) {
            boolean isFree = chosen.stream().allMatch(other -> Math.abs(other.left() - place.left()) >= width
                    || Math.abs(other.top() - place.top()) >= height);
            if (isFree && chosen.size() < ROWS) {
                chosen.add(place);
            }
        }
        return chosen;
    }
}
