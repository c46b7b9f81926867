using OllamaNet.Inference.Embedded.Protocol;
using static OllamaNet.Inference.Embedded.Native.Llama;

namespace OllamaNet.Inference.Embedded.Native;

/// <summary>Chooses the next token of one answer.</summary>
internal sealed unsafe class SamplerChain : IDisposable
{
    private const int PenaltyWindow = 64;
    private nint chain;

    /// <exception cref="InvalidDataException">llama.cpp cannot read the grammar.</exception>
    public SamplerChain(LlamaModel model, SamplingPlan plan)
    {
        chain = llama_sampler_chain_init(new LlamaChainParameters { NoTimings = 1 });
        if (plan.Grammar is not null) Add(Grammar(model, plan.Grammar));
        if (plan.RepeatPenalty != 1 || plan.PresencePenalty != 0 || plan.FrequencyPenalty != 0)
            Add(llama_sampler_init_penalties(model.VocabularySize, PenaltyWindow, plan.RepeatPenalty, plan.FrequencyPenalty, plan.PresencePenalty));
        if (plan.Temperature <= 0)
        {
            Add(llama_sampler_init_greedy());
            return;
        }

        if (plan.TopK > 0) Add(llama_sampler_init_top_k(plan.TopK));
        if (plan.TopP < 1) Add(llama_sampler_init_top_p(plan.TopP, 1));
        if (plan.MinP > 0) Add(llama_sampler_init_min_p(plan.MinP, 1));
        Add(llama_sampler_init_temp(plan.Temperature));
        Add(llama_sampler_init_dist(plan.Seed));
    }

    public int Sample(nint context, int row) => llama_sampler_sample(chain, context, row);

    private void Add(nint sampler) => llama_sampler_chain_add(chain, sampler);

    private nint Grammar(LlamaModel model, string grammar)
    {
        fixed (byte* text = LlamaLibrary.ZeroTerminated(grammar), root = LlamaLibrary.ZeroTerminated("root"))
        {
            var sampler = llama_sampler_init_grammar(model.Vocabulary, text, root);
            if (sampler != 0) return sampler;
            Dispose();
            throw new InvalidDataException("The grammar is not valid.");
        }
    }

    public void Dispose()
    {
        if (chain == 0) return;
        llama_sampler_free(chain);
        chain = 0;
    }
}
