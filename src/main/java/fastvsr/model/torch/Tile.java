package fastvsr.model.torch;

import fastvsr.model.PictureFormat;
import java.util.List;

/**
 * A part of large pictures that is computed by itself.
 *
 * <p>Windows are parts of the network's grid, which pictures fill but for a margin: column, row, columns, rows.
 *
 * @param format what is read, context included, where it lies; and what is written, at the beginning of a picture of its own
 * @param inner  the part of that which is given out
 * @param place  where that lies in the outputs
 * @param across where it lies in the inputs' columns
 * @param down   where it lies in the inputs' rows
 */
record Tile(GroupFormat format, PictureFormat inner, PictureFormat place, Span across, Span down) {
    /**
     * Tiles give out as many pixels along an axis as they have context, at least: a quarter of what is computed is of use then. Smaller
     * ones would spare little memory beside the pictures and the state, which stay whole.
     */
    private static final int SMALLEST = 2 * Span.CONTEXT;

    /**
     * Tiles that make up pictures, each of so many pixels at most if that is possible, in as few columns and rows as can be.
     *
     * @param mostPixels of the inputs, context included
     */
    static List<Tile> cover(GroupFormat format, long mostPixels) {
        PictureFormat from = format.from();
        int stepAcross = Span.step(from.width(), format.to().width());
        int stepDown = Span.step(from.height(), format.to().height());
        int columns = 1;
        int rows = 1;
        List<Span> across = Span.cut(from.width(), stepAcross, 1);
        List<Span> down = Span.cut(from.height(), stepDown, 1);
        while (length(across) * length(down) > mostPixels) {
            boolean isWider = length(across) >= length(down);
            boolean canCutAcross = canBeCut(from.width(), stepAcross, columns);
            boolean canCutDown = canBeCut(from.height(), stepDown, rows);
            if (canCutAcross && (isWider || !canCutDown)) {
                across = Span.cut(from.width(), stepAcross, ++columns);
            } else if (canCutDown) {
                down = Span.cut(from.height(), stepDown, ++rows);
            } else {
                break;
            }
        }
        List<Span> columnsOfAll = across;
        return down.stream().flatMap(row -> columnsOfAll.stream().map(column -> of(format, column, row))).toList();
    }

    private static boolean canBeCut(int size, int step, int count) {
        return size / (count + 1) >= Math.max(SMALLEST, step);
    }

    private static long length(List<Span> spans) {
        return spans.stream().mapToLong(span -> span.end() - span.start()).max().orElseThrow();
    }

    private static Tile of(GroupFormat format, Span column, Span row) {
        PictureFormat from = format.from();
        PictureFormat to = format.to();
        int x = scaled(column.start(), from.width(), to.width());
        int y = scaled(row.start(), from.height(), to.height());
        int innerX = scaled(column.innerStart(), from.width(), to.width());
        int innerY = scaled(row.innerStart(), from.height(), to.height());
        int innerWidth = scaled(column.innerEnd(), from.width(), to.width()) - innerX;
        int innerHeight = scaled(row.innerEnd(), from.height(), to.height()) - innerY;
        PictureFormat read = from.part(column.start(), row.start(), column.end() - column.start(), row.end() - row.start());
        PictureFormat written = to.part(0, 0, scaled(column.end(), from.width(), to.width()) - x,
                scaled(row.end(), from.height(), to.height()) - y);
        return new Tile(new GroupFormat(read, written), to.part(innerX - x, innerY - y, innerWidth, innerHeight),
                to.part(innerX, innerY, innerWidth, innerHeight), column, row);
    }

    /** What is computed, context included. */
    long[] window() {
        return new long[] {across.start(), down.start(), Span.grid(across.end()) - across.start(), Span.grid(down.end()) - down.start()};
    }

    /** What is given out. */
    long[] innerWindow() {
        return new long[] {across.innerStart(), down.innerStart(), Span.grid(across.innerEnd()) - across.innerStart(),
            Span.grid(down.innerEnd()) - down.innerStart()};
    }

    /** The same, from the tile's own beginning. */
    long[] innerOfWindow() {
        long[] inner = innerWindow();
        return new long[] {inner[0] - across.start(), inner[1] - down.start(), inner[2], inner[3]};
    }

    /** Columns and rows of a whole picture. */
    static long[] grid(PictureFormat picture) {
        return new long[] {Span.grid(picture.width()), Span.grid(picture.height())};
    }

    private static int scaled(int place, int size, int outSize) {
        return Span.scaled(place, size, outSize);
    }

    /** Pixels of the largest of some tiles. */
    static long largest(List<Tile> tiles) {
        return tiles.stream().mapToLong(Tile::pixels).max().orElseThrow();
    }

    /** Pixels that are computed. */
    long pixels() {
        return (long) format.from().width() * format.from().height();
    }
}
