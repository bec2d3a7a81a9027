package fastvsr.train;

/** Pictures made up for tests. */
final class Samples {
    private Samples() {
    }

    /** A photo of smooth waves, another one for every number. */
    static Library.Item photo(int number) {
        int side = Library.PHOTO_SIDE;
        byte[] samples = new byte[3 * side * side];
        for (int i = 0; i < samples.length; i++) {
            int x = i / 3 % side;
            int y = i / 3 / side;
            double wave = Math.sin(x * 0.13 + number + i % 3) * Math.cos(y * 0.21 / number) + Math.sin((x + y) * 0.04 * number);
            samples[i] = (byte) Math.round(128 + 55 * wave);
        }
        return new Library.Item("photo " + number, new RgbImage(side, side, samples));
    }
}
