package fastvsr.train;

import java.util.Map;

/**
 * How a training run is getting on.
 *
 * @param step     steps done
 * @param done     share of the run that is over, 0..1
 * @param loss     mean loss since the last report
 * @param psnr     luma PSNR of the batches since then, dB
 * @param bicubic  the same for bicubic interpolation
 * @param flow     distance of the flow where it is known, small pixels
 * @param gradient norm of the gradient before clipping
 * @param rate     learning rate now
 * @param seconds  time spent training
 */
public record Progress(long step, double done, double loss, double psnr, double bicubic, double flow, double gradient,
                       double rate, double seconds) {
    /** Who wants to know; called from the training thread. */
    public interface Listener {
        /** Some more steps are done. */
        void onProgress(Progress progress);

        /** The held-out clips were measured: gain over bicubic in dB by kind of motion. */
        void onValidation(long step, Map<String, Double> gains);
    }
}
