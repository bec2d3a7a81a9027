package fastvsr.model.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import fastvsr.model.HostTensor;
import fastvsr.model.ModelException;
import fastvsr.model.NetworkSource;
import fastvsr.model.natives.GpuLoss;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network loaded into libtorch, whose methods can be called.
 *
 * <p>Several threads may call methods at the same time, each with a {@link TensorScope} of its own; one of them trains it, and closes
 * it when the others are done.
 */
public final class TorchModule implements AutoCloseable {
    private final PtNDManager manager;
    private final PtSymbolBlock block;
    private final int threads;
    private final Runnable freeing;

    /** Runs {@code freeing} when it is closed, before its tensors are freed. */
    private TorchModule(PtNDManager manager, PtSymbolBlock block, int threads, Runnable freeing) {
        this.manager = manager;
        this.block = block;
        this.threads = threads;
        this.freeing = freeing;
    }

    /**
     * The same network, not loaded again, for another thread.
     *
     * @param onClose runs when it is closed, which leaves the network loaded
     */
    TorchModule forAnotherUser(int threads, Runnable onClose) {
        PtNDManager own = (PtNDManager) ai.djl.engine.Engine.getEngine("PyTorch").newBaseManager(manager.getDevice());
        return new TorchModule(own, block, threads, onClose);
    }

    /**
     * Loads a network.
     *
     * @param trainable whether {@link #train} will be called and has to find gradients
     * @param device    {@code auto}, {@code cpu} or {@code cuda:N}
     * @param threads   CPU threads that share one operator; 0 for as many as there are
     * @throws ModelException SETTING if there is no such device, ENGINE if libtorch is missing, lacks the device or refuses
     *                        a page
     */
    public static TorchModule load(NetworkSource network, boolean trainable, String device, int threads) {
        return load(PackedNetwork.of(network, trainable), trainable, device, threads);
    }

    /** The same for a network that has been packed before, trainable or not. */
    static TorchModule load(PackedNetwork network, boolean trainable, String device, int threads) {
        TorchEngine.load();
        refuseLost(device);
        TorchEngine.enterThread(threads, trainable);
        PtNDManager manager = (PtNDManager) ai.djl.engine.Engine.getEngine("PyTorch")
                .newBaseManager(TorchEngine.device(TorchDevice.named(device).name()));
        try {
            PtSymbolBlock block = loadBlock(manager, network);
            return new TorchModule(manager, block, threads, block::close);
        } catch (EngineException refused) {
            ModelException failure = failure("the network cannot be loaded on " + device, refused); // which may be that the GPU is lost
            if (canBeFreed(manager)) {
                manager.close();
            }
            throw failure;
        }
    }

    /**
     * Refuses GPUs after one was lost.
     *
     * @throws ModelException ENGINE
     */
    static void refuseLost(String device) {
        if (GpuLoss.isKnown() && !device.equals("cpu")) {
            throw GpuLoss.seenBefore();
        }
    }

    private static PtSymbolBlock loadBlock(PtNDManager manager, PackedNetwork network) {
        try {
            return JniUtils.loadModule(manager, new ByteArrayInputStream(network.archive()), true, false);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A new scope on this module's device; to be closed before the module. */
    public TensorScope newScope() {
        return new TensorScope(manager.newSubManager(manager.getDevice()));
    }

    /**
     * Calls a method without recording gradients.
     *
     * @param scope     holds the results
     * @param method    name of a method of the pages
     * @param arguments {@link Tensor}, {@code List<Tensor>}, Integer or Long (int), Double (float), {@code long[]}
     *                  (List[int]), {@code double[]} (List[float])
     * @return the tensors of the result in order; tuples and lists are flattened
     * @throws ModelException ENGINE if libtorch reports an error
     */
    public List<Tensor> call(TensorScope scope, String method, Object... arguments) {
        IValue result = runMethod(method, arguments);
        try {
            return wrap(result.toNDList(scope.manager()));
        } finally {
            free(result);
        }
    }

    private void free(IValue result) {
        if (canBeFreed(manager)) {
            result.close();
        }
    }

    /** Calls a method whose result is of no interest. */
    void run(String method, Object... arguments) {
        free(runMethod(method, arguments));
    }

    /** Calls a method whose result only other methods understand; they take the handle as an argument. */
    Handle hold(String method, Object... arguments) {
        return new Handle(runMethod(method, arguments), manager);
    }

    private IValue runMethod(String method, Object... arguments) {
        TorchEngine.enterThread(threads, false);
        IValue[] values = new IValue[arguments.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = value(arguments[i]);
            }
            return IValueUtils.runMethod(block, method, values);
        } catch (EngineException refused) {
            throw failure("the method " + method + " of the network failed", refused);
        } finally {
            if (canBeFreed(manager)) {
                close(values, arguments);
            }
        }
    }

    /**
     * Calls a method of a trainable module with gradients recorded, as training pages need it.
     *
     * <p>A page does a whole step in one call: {@code torch.grad([loss], self.parameters(), None, None, False, False)}
     * gives {@code List[Optional[Tensor]]}; between {@code torch.set_grad_enabled(False)} and {@code (True)} the
     * weights are updated in place, by {@code torch.add_} or by {@code torch._fused_adamw_} and the
     * {@code torch._foreach_} operators over lists. Moments are lists of tensors that the caller keeps.
     *
     * @param arguments {@link Tensor}, non-empty {@code List<Tensor>}, or a number, which the page sees as a tensor of
     *                  one single on the CPU ({@code rate: Tensor}, {@code float(rate)})
     */
    public List<Tensor> train(TensorScope scope, String method, Object... arguments) {
        TorchEngine.enterThread(threads, true);
        NDList inputs = new NDList(methodName(scope, method));
        for (int i = 0; i < arguments.length; i++) {
            addInput(inputs, scope, arguments[i], "argument" + i + "[]");
        }
        try {
            return wrap(IValueUtils.forward(block, inputs, true));
        } catch (EngineException refused) {
            throw failure("the method " + method + " of the network failed", refused);
        }
    }

    /** The weights as they are now, by name. */
    public Map<String, HostTensor> parameters() {
        Map<String, HostTensor> parameters = new LinkedHashMap<>();
        try (PtNDManager scratch = manager.newSubManager(manager.getDevice())) {
            for (NDArray parameter : JniUtils.moduleGetParams(block, scratch)) {
                PtNDArray detached = JniUtils.detachGradient((PtNDArray) parameter);
                parameters.put(parameter.getName(), new Tensor(detached).toHost());
            }
        }
        return parameters;
    }

    /** Frees the network; its scopes have to be closed before. */
    @Override
    public void close() {
        if (canBeFreed(manager)) {
            freeing.run();
            manager.close();
        }
    }

    /** See {@link GpuLoss}. */
    static boolean canBeFreed(PtNDManager holder) {
        return !(holder.getDevice().isGpu() && GpuLoss.isKnown());
    }

    private static IValue value(Object argument) {
        if (argument instanceof Tensor tensor) {
            return IValue.from(tensor.array());
        } else if (argument instanceof Handle handle) {
            return handle.value();
        } else if (argument instanceof List<?> tensors) {
            return IValue.listFrom(tensors.stream().map(each -> ((Tensor) each).array()).toArray(PtNDArray[]::new));
        } else if (argument instanceof Double number) {
            return IValue.from(number.doubleValue());
        } else if (argument instanceof Number number) {
            return IValue.from(number.longValue());
        } else if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof double[] numbers) {
            return IValue.listFrom(numbers);
        }
        throw new IllegalArgumentException("a method cannot take " + argument);
    }

    private static void close(IValue[] values, Object[] arguments) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null && !(arguments[i] instanceof Handle)) {
                values[i].close();
            }
        }
    }

    /** DJL tells a method's name, and which arrays make a list, by the names of arrays. */
    private static NDArray methodName(TensorScope scope, String method) {
        PtNDArray marker = scope.scalar(0);
        marker.setName("module_method:" + method);
        return marker;
    }

    private static void addInput(NDList inputs, TensorScope scope, Object argument, String listName) {
        if (argument instanceof List<?> tensors) {
            tensors.forEach(each -> inputs.add(named(((Tensor) each).array(), listName)));
        } else if (argument instanceof Number number) {
            inputs.add(scope.scalar(number.floatValue()));
        } else {
            inputs.add(named(((Tensor) argument).array(), null));
        }
    }

    private static PtNDArray named(PtNDArray array, String name) {
        array.setName(name);
        return array;
    }

    private static List<Tensor> wrap(NDList arrays) {
        return arrays.stream().map(array -> new Tensor((PtNDArray) array)).toList();
    }

    private static ModelException failure(String what, EngineException reason) {
        return GpuLoss.in(reason).orElseGet(() -> MemoryWords.failure(what, reason));
    }
}
