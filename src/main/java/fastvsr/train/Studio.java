package fastvsr.train;

import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes batches out of a library that lies on the device. */
final class Studio implements AutoCloseable {
    private static final int NOISE = 1 << 22;
    private static final int MOMENTS = 4;

    private final TorchModule module;
    private final TensorScope scope;
    private final Library library;
    private final Tensor photos;
    private final Tensor smallPhotos;
    private final Optional<Tensor> strips;
    private final Tensor noise;
    private final Optional<Darkroom> darkroom;

    /** A studio whose clips are never shown coded. */
    Studio(TorchModule module, Library library) {
        this(module, library, Optional.empty());
    }

    /** Copies {@code library} to the module's device; the studio is closed before the module. */
    Studio(TorchModule module, Library library, Optional<Darkroom> darkroom) {
        this.module = module;
        this.darkroom = darkroom;
        this.library = library;
        scope = module.newScope();
        int side = Library.PHOTO_SIDE;
        photos = upload(library.photoBytes(), library.photos().size(), 3, side, side);
        Tensor half = scope.floats(Resampling.bicubic().matrix(side, side / 2), side / 2, side);
        smallPhotos = module.call(scope, "shrink", photos, half).get(0);
        strips = library.strips().isEmpty() ? Optional.empty() : Optional.of(upload(library.stripBytes(),
                library.strips().size(), Library.STRIP_FRAMES, Library.STRIP_SIDE, Library.STRIP_SIDE, 3));
        noise = scope.floats(normal(new Random(1)), NOISE);
    }

    /** A scope on the studio's device. */
    TensorScope newScope() {
        return module.newScope();
    }

    /** Films a batch of clips; any thread may call this while another trains. */
    Footage shoot(TrainingPlan plan, Random random) {
        int real = strips.isPresent() ? (int) Math.round(plan.batch() * TrainingPlan.REAL_SHARE) : 0;
        TensorScope holder = module.newScope();
        List<Tensor> film = film(holder, plan, scenes(plan, random, plan.batch() - real));
        List<Tensor> cut = real > 0 ? List.of(clips(holder, plan, random, real)) : List.of();
        return new Footage(holder, film, cut, coded(holder, plan, random, film.get(0), cut));
    }

    /** Room for clips, to be filled by {@link #store}. */
    Clips stock(TensorScope holder, TrainingPlan plan, int clips) {
        Clips stock = Clips.of(clips, module.call(holder, "stock", noise, clips, plan.frames(), 4 * plan.side()));
        List<Tensor> coded = darkroom.map(room -> room.stock(holder, noise, clips)).stream().toList();
        return new Clips(clips, stock.video(), stock.flow(), stock.seen(), coded);
    }

    /** Copies footage into the stock from clip {@code at} on. */
    void store(Clips stock, Footage footage, int at) {
        module.call(footage.scope(), "store", stock.parts(), footage.film(), footage.real(), at);
        for (int i = 0; i < footage.coded().size(); i++) {
            darkroom.orElseThrow().store(footage.scope(), stock.coded().get(i), footage.coded().get(i), at);
        }
    }

    /** Shows clips as the script says. */
    Batch show(TensorScope holder, TrainingPlan plan, Clips clips, Script script, Random random) {
        int b = plan.batch();
        long numbers = (long) b * plan.frames() * 3 * plan.side() * plan.side();
        List<Tensor> scene = new ArrayList<>(List.of(holder.floats(script.sources(), b, plan.frames()),
                holder.floats(script.moments(), b, plan.frames()), holder.floats(script.joined(), b, plan.frames()),
                holder.floats(script.look(), b, Script.LOOK),
                module.call(holder, "section", noise, random.nextInt(NOISE), numbers).get(0)));
        for (Tensor coded : clips.coded()) {
            scene.addAll(List.of(coded, holder.floats(script.coded(), b)));
        }
        return new Batch(clips, scene, script.orientation());
    }

    /** A batch of clean clips of one kind, without scene cuts. */
    Batch shoot(TensorScope holder, TrainingPlan plan, Random random, Scene.Kind kind) {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < plan.batch(); i++) {
            scenes.add(Scene.random(random, kind, sharpStock(), 4 * plan.side(), false));
        }
        List<Tensor> film = new Film(scenes, plan.frames(), 1).shoot(module, holder, photos, 4 * plan.side());
        return show(holder, plan, Clips.of(plan.batch(), film), Script.plain(plan), random);
    }

    /** A batch of clean real clips. */
    Batch shootReal(TensorScope holder, TrainingPlan plan, Random random) {
        Clips blank = stock(holder, plan, plan.batch());
        Clips real = new Clips(plan.batch(), clips(holder, plan, random, plan.batch()), blank.flow(), blank.seen(),
                List.of());
        return show(holder, plan, real, Script.plain(plan), random);
    }

    /** Whether there are real clips. */
    boolean hasReal() {
        return strips.isPresent();
    }

    @Override
    public void close() {
        scope.close();
    }

    private Scene.Stock sharpStock() {
        return new Scene.Stock(library.photos().size(), Library.PHOTO_SIDE, 0.9, 1.5);
    }

    private Scene.Stock smallStock() {
        return new Scene.Stock(library.photos().size(), Library.PHOTO_SIDE / 2, 0.75, 1.15);
    }

    /** What a real codec leaves of some of the clips, if there is one. */
    private List<Tensor> coded(TensorScope holder, TrainingPlan plan, Random random, Tensor film, List<Tensor> cut) {
        List<Tensor> films = new ArrayList<>(List.of(film));
        films.addAll(cut);
        return darkroom.map(room -> {
            long numbers = (long) plan.batch() * plan.frames() * 3 * plan.side() * plan.side();
            Tensor grain = module.call(holder, "section", noise, random.nextInt(NOISE), numbers).get(0);
            return room.develop(holder, films, grain, random);
        }).stream().toList();
    }

    private record Shooting(List<Scene> scenes, boolean small, boolean blurred) {
    }

    private Shooting scenes(TrainingPlan plan, Random random, int count) {
        boolean small = random.nextDouble() < 0.35;
        boolean blurred = random.nextDouble() < 0.15;
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scenes.add(Scene.random(random, kind(random.nextDouble()), small ? smallStock() : sharpStock(), 4 * plan.side(), blurred));
        }
        return new Shooting(scenes, small, blurred);
    }

    /** Of a scene, given a number from 0 to 1. Cameras on tripods are usual, and teach that looking at the same again tells nothing new. */
    private static Scene.Kind kind(double share) {
        if (share < 0.2) {
            return Scene.Kind.STILL;
        }
        return share < 0.5 ? Scene.Kind.CAMERA : Scene.Kind.INDEPENDENT;
    }

    private List<Tensor> film(TensorScope holder, TrainingPlan plan, Shooting shooting) {
        return new Film(shooting.scenes(), plan.frames(), shooting.blurred() ? MOMENTS : 1)
                .shoot(module, holder, shooting.small() ? smallPhotos : photos, 4 * plan.side());
    }

    private Tensor clips(TensorScope holder, TrainingPlan plan, Random random, int count) {
        int side = 4 * plan.side();
        float[] strip = new float[count * plan.frames()];
        float[] frame = new float[count * plan.frames()];
        float[] rows = new float[count * side];
        float[] columns = new float[count * side];
        for (int i = 0; i < count; i++) {
            int chosen = random.nextInt(library.strips().size());
            int first = random.nextInt(Library.STRIP_FRAMES);
            int step = random.nextBoolean() ? 1 : -1;
            for (int t = 0; t < plan.frames(); t++) {
                strip[i * plan.frames() + t] = chosen;
                frame[i * plan.frames() + t] = pendulum(first + step * t);
            }
            fillLine(random, rows, i * side, side, false);
            fillLine(random, columns, i * side, side, random.nextBoolean());
        }
        return module.call(holder, "cut", strips.orElseThrow(), holder.floats(strip, count, plan.frames()),
                holder.floats(frame, count, plan.frames()), holder.floats(rows, count, side),
                holder.floats(columns, count, side)).get(0);
    }

    /** Runs through a strip, turning around at its ends. */
    private static int pendulum(int time) {
        int last = Library.STRIP_FRAMES - 1;
        int within = Math.floorMod(time, 2 * last);
        return within <= last ? within : 2 * last - within;
    }

    private static void fillLine(Random random, float[] places, int at, int count, boolean mirrored) {
        int first = random.nextInt(Library.STRIP_SIDE - count + 1);
        for (int i = 0; i < count; i++) {
            places[at + i] = first + (mirrored ? count - 1 - i : i);
        }
    }

    private Tensor upload(ByteBuffer bytes, long... shape) {
        try (TensorScope passing = module.newScope()) {
            return module.call(scope, "arrange", passing.bytes(bytes), shape).get(0);
        }
    }

    private static float[] normal(Random random) {
        float[] numbers = new float[NOISE];
        for (int i = 0; i < NOISE; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
