package fastvsr.model.natives;

/**
 * How many blocks of threads run a kernel.
 *
 * @param frames each of which has {@code across * down} blocks
 */
public record Grid(int across, int down, int frames) {
    /** Threads of every block. */
    public static final int THREADS = 256;

    /** One thread for each of so many items of a frame. */
    public static Grid items(long items, int frames) {
        return new Grid(Math.toIntExact((items + THREADS - 1) / THREADS), 1, frames);
    }

    /** One block for each square of {@code side * side} places. */
    public static Grid squares(int side, int width, int height, int frames) {
        return new Grid((width + side - 1) / side, (height + side - 1) / side, frames);
    }
}
