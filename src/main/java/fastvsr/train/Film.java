package fastvsr.train;

import fastvsr.model.torch.Tensor;
import fastvsr.model.torch.TensorScope;
import fastvsr.model.torch.TorchModule;
import java.util.List;

/** Scenes in the numbers that film.page takes. */
final class Film {
    private final List<Scene> scenes;
    private final int frames;
    private final int moments;

    /**
     * Scenes to be filmed together.
     *
     * @param frames  frames per clip
     * @param moments moments that each frame is the mean of, 1 without motion blur
     */
    Film(List<Scene> scenes, int frames, int moments) {
        this.scenes = scenes;
        this.frames = frames;
        this.moments = moments;
    }

    /** Films the scenes: video (B, T, 3, side, side), flow, and where flow is known. */
    List<Tensor> shoot(TorchModule module, TensorScope scope, Tensor photos, int side) {
        int b = scenes.size();
        return module.call(scope, "film", photos, scope.floats(photos(), b, Scene.LAYERS),
                scope.floats(poses(moments, false), b, Scene.LAYERS, (long) frames * moments, 6),
                scope.floats(poses(1, false), b, Scene.LAYERS, frames, 6),
                scope.floats(poses(1, true), b, Scene.LAYERS, frames, 6),
                scope.floats(waves(), b, Scene.LAYERS, Layer.WAVES, 6), scope.floats(shapes(), b, Scene.LAYERS, 12),
                scope.floats(times(moments), (long) frames * moments), scope.floats(times(1), frames), side);
    }

    private float[] photos() {
        float[] numbers = new float[scenes.size() * Scene.LAYERS];
        forEachLayer((layer, scene, at) -> numbers[at] = layer.photo());
        return numbers;
    }

    private float[] poses(int perFrame, boolean inverse) {
        int count = frames * perFrame;
        float[] numbers = new float[scenes.size() * Scene.LAYERS * count * 6];
        forEachLayer((layer, scene, at) -> {
            for (int i = 0; i < count; i++) {
                Pose pose = layer.path().at(time(i, perFrame, scene.shutter()));
                (inverse ? pose.inverse() : pose).write(numbers, (at * count + i) * 6);
            }
        });
        return numbers;
    }

    private float[] waves() {
        float[] numbers = new float[scenes.size() * Scene.LAYERS * Layer.WAVES * 6];
        forEachLayer((layer, scene, at) ->
                System.arraycopy(layer.waves(), 0, numbers, at * Layer.WAVES * 6, Layer.WAVES * 6));
        return numbers;
    }

    private float[] shapes() {
        float[] numbers = new float[scenes.size() * Scene.LAYERS * 12];
        forEachLayer((layer, scene, at) -> System.arraycopy(layer.shape(), 0, numbers, at * 12, 12));
        return numbers;
    }

    private float[] times(int perFrame) {
        float[] times = new float[frames * perFrame];
        for (int i = 0; i < times.length; i++) {
            times[i] = (float) time(i, perFrame, 0);
        }
        return times;
    }

    /** Time of a moment, in frames from the middle of the film; the moments of a frame lie around its time. */
    private double time(int moment, int perFrame, double shutter) {
        double within = (moment % perFrame + 0.5) / perFrame - 0.5;
        return moment / perFrame - (frames - 1) / 2.0 + shutter * within;
    }

    private interface LayerAction {
        void accept(Layer layer, Scene scene, int index);
    }

    private void forEachLayer(LayerAction action) {
        for (int i = 0; i < scenes.size(); i++) {
            for (int l = 0; l < Scene.LAYERS; l++) {
                action.accept(scenes.get(i).layers().get(l), scenes.get(i), i * Scene.LAYERS + l);
            }
        }
    }
}
