package fastvsr.element;

import fastvsr.gst.Element;
import fastvsr.gst.ElementBehaviour;
import fastvsr.gst.ElementClass;
import fastvsr.gst.ErrorKind;
import fastvsr.gst.HostEnvironment;
import fastvsr.gst.Value;
import fastvsr.window.TemporalWindow;
import fastvsr.window.WindowShape;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The element: its properties and its life from READY to PAUSED and back. */
public final class FastVsr implements ElementBehaviour {
    private static final int WAITING_GROUPS = 2;
    private static final int NO_GPU = -1;

    private final Opener opener;
    private final Interior interior;
    private final SinkSide sinkSide;
    private Optional<Inference> worker = Optional.empty();

    private FastVsr(Element element, Opener opener) {
        this.opener = opener;
        var source = element.newPad("src");
        var queue = new OutputQueue();
        var settings = new AtomicReference<>(Settings.DEFAULT);
        var gpuMemory = new GpuMemory(element, settings);
        var timeliness = new Timeliness(settings);
        var window = new TemporalWindow<>(shape(settings.get()), QueuedFrame::shareInput, timeliness::patienceNanos);
        this.interior = new Interior(element, element.newPad("sink"), source, window, queue,
                new Outputs(source, queue, gpuMemory.context()), new Stats(), settings, timeliness,
                new AtomicBoolean(), gpuMemory, new SizeLimit());
        this.sinkSide = new SinkSide(interior);
    }

    /**
     * Takes over the virtual functions of the registered class; called once, at the first instance.
     *
     * @param elementClass address of the GstElementClass
     */
    public static void adopt(long elementClass) {
        HostEnvironment.setDefault("GOMP_SPINCOUNT", "10000"); // half a millisecond; 30 times as long starves a busy machine
        ElementClass.adopt(elementClass);
    }

    /**
     * Gives a new GstElement its pads and its behaviour; called inside instance_init.
     *
     * @param element address of the GstElement
     */
    public static void attach(long element) {
        attach(element, new ModelOpener());
    }

    /** The same with another way to load the network. */
    static void attach(long address, Opener opener) {
        var element = new Element(address);
        var vsr = new FastVsr(element, opener);
        ElementClass.attach(element, vsr);
        vsr.interior.sink().addAsSink(vsr.sinkSide);
        vsr.interior.source().addAsSource(new SourceSide(vsr.interior, vsr.sinkSide::format));
    }

    @Override
    public void setProperty(int id, Value value) {
        var property = Property.of(id);
        interior.settings().updateAndGet(settings -> settings.with(property, value));
        switch (property) {
            case GROUP_LENGTH -> reshape();
            case LATE_POLICY -> tellLatency();
            case SCALE -> interior.isSizeOpen().set(true);
            default -> { } // whoever needs it looks at the settings
        }
    }

    private void tellLatency() {
        sinkSide.format().ifPresent(playing -> interior.element().postLatencyChange());
    }

    /** Groups that are complete keep their length. */
    private void reshape() {
        var wanted = interior.settings().get();
        int used = interior.window().shape().groupLength();
        sinkSide.objection(interior.window().shape().withGroupLength(wanted.groupLength())).ifPresentOrElse(objection -> {
            interior.settings().compareAndSet(wanted, wanted.withGroupLength(used));
            interior.element().postWarning(ErrorKind.LIBRARY_SETTINGS, objection, "group-length stays " + used);
        }, () -> {
            interior.window().reshape(shape -> shape.withGroupLength(wanted.groupLength()));
            tellLatency();
        });
    }

    @Override
    public void getProperty(int id, Value value) {
        var property = Property.of(id);
        switch (property) {
            case STATS -> value.give(interior.stats().structure(interior.queue().level(), interior.timeliness().proportion()));
            case CUDA_DEVICE_ID -> value.setInteger(interior.gpuMemory().gpu().orElse(NO_GPU));
            default -> interior.settings().get().write(property, value);
        }
    }

    @Override
    public void hearContext(long context) {
        interior.gpuMemory().hear(context);
    }

    @Override
    public void prepare() {
        opener.prepare(interior.settings().get().device());
    }

    @Override
    public void settle() {
        opener.settle();
    }

    @Override
    public boolean start() {
        interior.window().reopen(shape(interior.settings().get()));
        interior.queue().restart();
        var starting = new Inference(interior, opener, sinkSide::announced);
        worker = Optional.of(starting);
        starting.start();
        interior.gpuMemory().expect();
        boolean isLoaded = starting.awaitNetwork();
        if (isLoaded) {
            interior.gpuMemory().open();
        } else {
            stop();
        }
        return isLoaded;
    }

    @Override
    public void stop() {
        interior.refuse();
        interior.window().close();
        worker.ifPresent(Inference::awaitEnd);
        worker = Optional.empty();
        interior.drop(false);
        sinkSide.forget();
        interior.gpuMemory().close();
    }

    /** How far the network looks ahead is known when it has been loaded. */
    private static WindowShape shape(Settings settings) {
        return new WindowShape(settings.groupLength(), 0, WAITING_GROUPS);
    }
}
