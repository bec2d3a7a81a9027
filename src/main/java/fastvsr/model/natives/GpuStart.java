package fastvsr.model.natives;

/** Opens GPUs before libtorch does: it takes a fifth of a second, in which libtorch can be loaded. */
public final class GpuStart {
    private GpuStart() {
    }

    /**
     * Makes the context that libtorch will use on a GPU; it stays as long as the process.
     *
     * @param number of the GPU
     * @throws fastvsr.model.ModelException ENGINE if there is no driver, or it refuses
     */
    public static void open(int number) {
        PrimaryContext.on(number);
    }
}
