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

    /** A film strip that slides over a photo, two pixels per frame. */
    static Library.Item strip(int number) {
        int side = Library.STRIP_SIDE;
        RgbImage photo = photo(number).image();
        byte[] samples = new byte[3 * side * side * Library.STRIP_FRAMES];
        for (int frame = 0; frame < Library.STRIP_FRAMES; frame++) {
            byte[] view = photo.crop(2 * frame, frame, side, side).samples();
            System.arraycopy(view, 0, samples, frame * view.length, view.length);
        }
        return new Library.Item("strip " + number, new RgbImage(side, side * Library.STRIP_FRAMES, samples));
    }
}
