using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Counting;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Limits;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;
using OllamaNet.Inference.Routing.Queue;
using OllamaNet.Inference.Telemetry;
using OllamaNet.Inference.Usage;

namespace OllamaNet.Inference.Routing;

/// <summary>Sends each request to the best node, and to the next one if that does not begin to answer.</summary>
internal sealed class InferenceRouter(
    NodeSet nodes, ModelDirectory directory, ModelList models, CallContext context, NodePicker picker, Refusal refusal, WaitingRoom room, InferenceTelemetry telemetry, CallLimits limits, UsageLog usage, TokenCounter counter,
    IOptions<InferenceOptions> options, TimeProvider time,
    ILogger<InferenceRouter> logger) : IInference
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    /// <summary>A first question is better late than refused.</summary>
    private static readonly TimeSpan FirstQuestionWait = TimeSpan.FromSeconds(10);

    public async ValueTask<IReadOnlyList<ModelInfo>> ListModelsAsync(Caller caller, CancellationToken cancellationToken)
    {
        await nodes.KnownAsync(FirstWait, cancellationToken);
        return models.For(caller);
    }

    public async ValueTask<IReadOnlyList<ModelPlace>> ListPlacesAsync(CancellationToken cancellationToken)
    {
        await nodes.KnownAsync(FirstWait, cancellationToken);
        return [.. nodes.All.SelectMany(n => n.State.Models.Values.Select(m => m.On(n)))];
    }

    public Task<long> ModelsChangedAsync(long known, CancellationToken cancellationToken) => nodes.Changes.WaitAsync(known, cancellationToken);

    public async ValueTask<IReadOnlyList<NodeInfo>> ListNodesAsync(CancellationToken cancellationToken)
    {
        await nodes.KnownAsync(FirstWait, cancellationToken);
        return [.. nodes.All.Where(n => n.IsListed).Select(n => n.Info)];
    }

    public Task<ChatResult> ChatAsync(ChatRequest request, IAnswerSink sink, CancellationToken cancellationToken) => ChatAsync(request, wire: null, sink, cancellationToken);

    /// <param name="wire">The same request as its client spelled it; a node that speaks that protocol gets it so, and the sink must be an <see cref="IWireSink"/>.</param>
    public Task<ChatResult> ChatAsync(ChatRequest request, WireRequest? wire, IAnswerSink sink, CancellationToken cancellationToken) =>
        CallAsync(new ChatCall(request, wire, sink, context)
        {
            Caller = request.Caller,
            Asked = request.Model,
            LocalOnly = request.LocalOnly,
            Needs = Need.Of(request),
            Affinity = Affinity.Of(request),
            OnlyRelayed = wire?.OnlyRelayed is null ? null : wire,
            Sink = sink,
        }, cancellationToken);

    public Task<TextTokens> CountTokensAsync(string model, IReadOnlyList<string> texts, Caller caller, CancellationToken cancellationToken) =>
        counter.CountTextsAsync(model, texts, caller, cancellationToken);

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken) =>
        CallAsync(new EmbedCall(request, context)
        {
            Caller = request.Caller,
            Asked = request.Model,
            LocalOnly = request.LocalOnly,
            Needs = Need.OfEmbedding,
        }, cancellationToken);

    /// <summary>Every call there is comes through here: admitted once, told once.</summary>
    private async Task<T> CallAsync<T>(ModelCall<T> call, CancellationToken cancellationToken) where T : class
    {
        var measured = telemetry.Begin(call.Operation, call.Caller, call.Asked, call.PromptEstimate);
        Exception? failure = null;
        CallTicket? ticket = null;
        try
        {
            var demands = await DemandsAsync(call, cancellationToken);
            ticket = limits.Admit(call.Caller, demands[0].Model, call.PromptEstimate);
            return await call.FromCacheAsync(demands, measured, cancellationToken) ?? await FirstToAnswerAsync(call, demands, measured, cancellationToken);
        }
        catch (Exception e)
        {
            failure = e;
            // An engine that is cancelled may fail in its own way; the caller is told what he did.
            if (!cancellationToken.IsCancellationRequested || e is OperationCanceledException) throw;
            throw failure = new OperationCanceledException("The call was cancelled.", e, cancellationToken);
        }
        finally
        {
            var record = measured.End(failure);
            ticket?.Settle(record.PromptTokens + record.AnswerTokens);
            usage.Add(record);
        }
    }

    /// <summary>The models that the name stands for, as far as some node has them and can do it; best first, never none.</summary>
    private async ValueTask<IReadOnlyList<Demand>> DemandsAsync<T>(ModelCall<T> call, CancellationToken cancellationToken) where T : class
    {
        var all = AllDemands(call);
        if (all.Count == 0) throw Refusal.NotFound(call.Asked);
        var served = all.FindAll(picker.IsServed);
        if (served.Count > 0) return served;

        var complete = await nodes.KnownAsync(FirstQuestionWait, cancellationToken);
        served = AllDemands(call).FindAll(picker.IsServed);
        if (served.Count > 0) return served;
        throw all.Select(d => refusal.Of(d, call.Asked, complete)).Aggregate(MoreTelling);
    }

    private List<Demand> AllDemands<T>(ModelCall<T> call) where T : class
    {
        List<Demand> demands = [];
        foreach (var name in directory.Resolve(call.Asked, call.Caller))
        {
            demands.Add(new()
            {
                Model = picker.Canonical(name),
                Needs = call.Needs,
                LocalOnly = call.LocalOnly || directory.LocalOnly(call.Caller, name) || (name != call.Asked && directory.LocalOnly(call.Caller, call.Asked)),
                Affinity = call.Affinity,
                OnlyRelayed = call.OnlyRelayed,
            });
        }

        return demands;
    }

    private async Task<T> FirstToAnswerAsync<T>(ModelCall<T> call, IReadOnlyList<Demand> demands, InferenceCall measured, CancellationToken cancellationToken) where T : class
    {
        InferenceException? failure = null;
        var left = options.Value.Attempts;
        foreach (var demand in demands)
        {
            while (left > 0)
            {
                var begun = time.GetTimestamp();
                using var seat = await room.EnterAsync(demand, call.Caller, call.Sink, cancellationToken);
                measured.Waited(time.GetElapsedTime(begun));
                if (seat is null)
                {
                    failure ??= refusal.Of(demand, call.Asked, complete: true);
                    break;
                }

                var candidate = seat.Candidate;
                measured.TriedOn(candidate);
                try
                {
                    return await AllowedAsync(call, demand, token => call.TryOnAsync(candidate, measured, token), cancellationToken);
                }
                catch (AttemptFailed e)
                {
                    candidate.Node.Load.Failed(e.Cause.Error);
                    if (e.Cause.Error is InferenceError.Unavailable or InferenceError.ModelNotFound) candidate.Node.ProbeSoon();
                    if (e.Started || e.Cause.Error is InferenceError.Refused) throw e.Cause;
                    logger.NodeGaveUp(e.Cause, candidate.Node.Name, candidate.Model.Name, e.Cause.Error);
                    failure = MoreTelling(failure, e.Cause);
                    demand.Tried.Add(candidate.Node);
                    // A node that says no at once costs nothing.
                    if (e.Cause.Error is InferenceError.Unsupported) continue;
                    left--;
                }

                seat.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                if (left > 0 && picker.IsServed(demand)) await Task.Delay(options.Value.RetryPause * Random.Shared.NextDouble(), time, cancellationToken);
            }
        }

        throw failure!;
    }

    /// <summary>Cuts the answer when its caller may use the model no longer.</summary>
    private async Task<T> AllowedAsync<T>(ModelCall<T> call, Demand demand, Func<CancellationToken, Task<T>> answer, CancellationToken cancellationToken) where T : class
    {
        using var watch = directory.Watch(call.Caller, call.Asked, demand.Model);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, watch.Ended);
        try
        {
            return await answer(cancellation.Token);
        }
        catch (Exception e) when (watch.Ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new InferenceException(InferenceError.ModelNotFound, $"You may no longer use {ModelNames.Shown(call.Asked)}. Choose another model.", e) { Code = "model-not-allowed" };
        }
    }

    /// <summary>That one node lacks what another one has says less than why the other one failed.</summary>
    private static InferenceException MoreTelling(InferenceException? first, InferenceException second) =>
        first is null || (first.Error is InferenceError.Unsupported or InferenceError.ModelNotFound && second.Error is not (InferenceError.Unsupported or InferenceError.ModelNotFound)) ? second : first;
}
