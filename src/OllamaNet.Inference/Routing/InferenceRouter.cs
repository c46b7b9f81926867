using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;
using OllamaNet.Inference.Telemetry;

namespace OllamaNet.Inference.Routing;

/// <summary>Sends each request to the best node, and to the next one if that does not begin to answer.</summary>
internal sealed class InferenceRouter(NodeSet nodes, NodePicker picker, ModelDirectory directory, InferenceTelemetry telemetry, IOptions<InferenceOptions> options, TimeProvider time, ILogger<InferenceRouter> logger) : IInference
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    public async ValueTask<IReadOnlyList<ModelInfo>> ListModelsAsync(Caller caller, CancellationToken cancellationToken)
    {
        await nodes.KnownAsync(FirstWait, cancellationToken);
        return ModelList.For(caller, nodes.All, directory);
    }

    public async ValueTask<IReadOnlyList<NodeInfo>> ListNodesAsync(CancellationToken cancellationToken)
    {
        await nodes.KnownAsync(FirstWait, cancellationToken);
        return [.. nodes.All.Where(n => n.IsListed).Select(n => n.Info)];
    }

    public Task<ChatResult> ChatAsync(ChatRequest request, IAnswerSink sink, CancellationToken cancellationToken) => ChatAsync(request, wire: null, sink, cancellationToken);

    /// <param name="wire">The same request as its client spelled it; a node that speaks that protocol gets it so, and the sink must be an <see cref="IWireSink"/>.</param>
    public Task<ChatResult> ChatAsync(ChatRequest request, WireRequest? wire, IAnswerSink sink, CancellationToken cancellationToken) =>
        CallAsync(telemetry.Begin(CallOperation.Chat, request.Caller, request.Model, TokensOf(request)), request.Model, Need.Of(request), request.AffinityKey, request.LocalOnly, async (candidate, call) =>
        {
            using var relay = new AnswerRelay(sink, candidate, LimitsOf(candidate.Node.Options), time, cancellationToken);
            try
            {
                var (engine, upstream) = (candidate.Node.Engine, request with { Model = candidate.Model.Engine.Name });
                var speaks = wire is not null && engine.Speaks(wire.Protocol);
                if (!speaks && wire?.OnlyRelayed is not null) throw wire.Refusal();
                var result = await (speaks ? engine.RelayAsync(wire! with { Model = candidate.Model.Name }, upstream, relay, relay.Token) : engine.ChatAsync(upstream, relay, relay.Token));
                relay.Finish();
                call.Succeeded(result.Usage, result.Finish);
                return result;
            }
            catch (Exception e) when (relay.TimedOut && !cancellationToken.IsCancellationRequested)
            {
                throw new AttemptFailed(TooSlow(candidate, relay.Started, e), relay.Started);
            }
            catch (InferenceException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new AttemptFailed(e, relay.Started);
            }
            finally
            {
                if (relay.FirstToken is { } first) call.Began(first, relay.Tokens);
            }
        }, cancellationToken);

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken) =>
        CallAsync(telemetry.Begin(CallOperation.Embeddings, request.Caller, request.Model, TokensOf(request)), request.Model, Need.OfEmbedding, affinityKey: null, request.LocalOnly, async (candidate, call) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(LimitsOf(candidate.Node.Options).FirstToken);
            try
            {
                var result = await candidate.Node.Engine.EmbedAsync(request with { Model = candidate.Model.Engine.Name }, limit.Token);
                call.Succeeded(new(result.PromptTokens, AnswerTokens: null), finish: null);
                return result;
            }
            catch (Exception e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new AttemptFailed(TooSlow(candidate, started: false, e), started: false);
            }
            catch (InferenceException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new AttemptFailed(e, started: false);
            }
        }, cancellationToken);

    /// <summary>Every call there is comes through here: admitted once, told once.</summary>
    private async Task<T> CallAsync<T>(InferenceCall call, string model, IReadOnlyList<Need> needs, string? affinityKey, bool localOnly, Func<Candidate, InferenceCall, Task<T>> attempt, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            var candidates = await picker.PickAsync(model, needs, affinityKey, localOnly, cancellationToken);
            Admit(candidates[0].Model.Name);
            return await FirstToAnswerAsync(candidates, call, attempt, cancellationToken);
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
            Ended(call.End(failure));
        }
    }

    /// <summary>Whether the caller may make one more call: throws when not. The model is the public name of the one that is going to be used.</summary>
    private static void Admit(string model) => _ = model;

    /// <summary>What the call was, for the accounts; for every call, also those that were refused, failed or cancelled.</summary>
    private static void Ended(CallRecord record) => _ = record;

    private async Task<T> FirstToAnswerAsync<T>(IReadOnlyList<Candidate> candidates, InferenceCall call, Func<Candidate, InferenceCall, Task<T>> attempt, CancellationToken cancellationToken)
    {
        InferenceException? failure = null;
        var left = options.Value.Attempts;
        foreach (var candidate in candidates)
        {
            call.TriedOn(candidate);
            var trial = candidate.Node.Load.Enter();
            try
            {
                return await attempt(candidate, call);
            }
            catch (AttemptFailed e)
            {
                if (e.Cause.Error is InferenceError.Unavailable) candidate.Node.ProbeSoon();
                if (e.Started || e.Cause.Error is InferenceError.Refused) throw e.Cause;
                logger.NodeGaveUp(e.Cause, candidate.Node.Name, candidate.Model.Name, e.Cause.Error);
                failure = MoreTelling(failure, e.Cause);
                // A node that says no at once costs nothing.
                if (e.Cause.Error is not InferenceError.Unsupported && --left == 0) break;
            }
            finally
            {
                candidate.Node.Load.Leave(trial);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        throw failure!;
    }

    /// <summary>That one node lacks what another one has says less than why the other one failed.</summary>
    private static InferenceException MoreTelling(InferenceException? first, InferenceException second) =>
        first is null || (first.Error is InferenceError.Unsupported or InferenceError.ModelNotFound && second.Error is not (InferenceError.Unsupported or InferenceError.ModelNotFound)) ? second : first;

    private static InferenceException TooSlow(Candidate candidate, bool started, Exception cause) =>
        new(InferenceError.Timeout, started ? $"The node {candidate.Node.Name} fell silent in mid-answer." : $"The node {candidate.Node.Name} did not begin to answer in time.", cause);

    /// <summary>What a prompt costs when the engine does not come to say so: a token for every four letters, and some for each picture.</summary>
    private static int TokensOf(ChatRequest request) =>
        request.Messages.Sum(m => 4 + ((m.Content.Length + (m.Thinking?.Length ?? 0)) / 4) + (m.Images.Count * 500)) + request.Tools.Sum(t => t.Parameters.GetRawText().Length / 4);

    private static int TokensOf(EmbeddingRequest request) => request.Inputs.Sum(i => 1 + (i.Length / 4));

    private TimeLimits LimitsOf(NodeOptions node) =>
        new(node.FirstTokenTimeout ?? options.Value.FirstTokenTimeout, node.BetweenTokensTimeout ?? options.Value.BetweenTokensTimeout, node.TotalTimeout ?? options.Value.TotalTimeout);

    /// <param name="started">Whether the caller has seen some of the answer.</param>
    private sealed class AttemptFailed(InferenceException cause, bool started) : Exception(cause.Message, cause)
    {
        public InferenceException Cause { get; } = cause;

        public bool Started { get; } = started;
    }
}
