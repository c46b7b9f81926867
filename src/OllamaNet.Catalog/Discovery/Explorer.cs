using System.Collections.Concurrent;
using System.Collections.Frozen;
using OllamaNet.Catalog.Models;
using OllamaNet.Catalog.Models.Administration;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Security;

namespace OllamaNet.Catalog.Discovery;

public enum DiscoverySort { Popular, New, Fast, Small, Name }

/// <summary>Shows a caller what of the catalogue he may see. The say has whoever answers the questions: what the caller may not ask is not there.</summary>
internal sealed class Explorer(IInference inference, Catalogue catalogue)
{
    private const int MostRelated = 6;

    private volatile Visible? _last;

    public async Task<ModelFindings> FindAsync(CurrentUser? user, string? text, DiscoveryFilter filter, DiscoverySort? sort, (double Key, string Name)? after, int limit, CancellationToken cancellationToken)
    {
        var visible = await VisibleAsync(user, cancellationToken);
        var key = KeyOf(sort ?? DiscoverySort.Popular);
        IEnumerable<FoundModel> models = visible.Sorted(sort ?? DiscoverySort.Popular);
        if (text is not null && await catalogue.SearchAsync(text, cancellationToken) is { } matches)
        {
            models = models.Where(m => matches.ContainsKey(m.Entry.Id));
            if (sort is null)
            {
                key = m => matches[m.Entry.Id];
                models = InOrder(models, key);
            }
        }

        var (found, facets) = filter.Apply(models);
        var page = found.Where(m => after is not { } last || key(m) < last.Key || (key(m).Equals(last.Key) && string.CompareOrdinal(m.Name, last.Name) > 0)).Take(limit + 1).ToList();
        var next = page.Count > limit ? Place.Format(key(page[limit - 1]), page[limit - 1].Name) : null;
        return new([.. page.Take(limit).Select(m => m.ToCard(whole: false, withUse: user is not null))], next, found.Count, facets);
    }

    public async Task<ModelDetail?> DescribeAsync(CurrentUser? user, string name, CancellationToken cancellationToken)
    {
        var visible = await VisibleAsync(user, cancellationToken);
        if (!visible.ByName.TryGetValue(name, out var model) && !visible.ByName.TryGetValue(name + ":latest", out model)) return null;

        var texts = await catalogue.TextsAsync(model.Entry.Id, cancellationToken);
        var nodes = user?.May(Permissions.NodesManage) is true ? ModelOnNode.Of(await inference.ListPlacesAsync(cancellationToken), model.Name) : null;
        return new(
            model.ToCard(whole: true, withUse: user is not null), model.Facts.Parameters, texts.Licence, texts.Template, texts.Parameters,
            [.. visible.ByName.Values.Where(m => m.BaseName == model.BaseName).OrderBy(m => m.Facts.Size ?? long.MaxValue).ThenBy(m => m.Name, StringComparer.Ordinal).Select(Card)],
            [.. visible.ByName.Values.Where(m => m.BaseName != model.BaseName).Select(m => (Model: m, Kinship: KinshipOf(m, model))).Where(m => m.Kinship > 0)
                .OrderByDescending(m => m.Kinship).ThenByDescending(m => m.Model.Figures?.Requests ?? 0).ThenBy(m => m.Model.Name, StringComparer.Ordinal).Take(MostRelated).Select(m => Card(m.Model))],
            nodes);

        ModelCard Card(FoundModel one) => one.ToCard(whole: false, withUse: user is not null);
    }

    public async Task<bool> MaySeeAsync(CurrentUser? user, string name, CancellationToken cancellationToken) =>
        (await inference.ListModelsAsync(CallerOf(user), cancellationToken)).Any(m => m.Name == name);

    private async Task<Visible> VisibleAsync(CurrentUser? user, CancellationToken cancellationToken)
    {
        var models = await inference.ListModelsAsync(CallerOf(user), cancellationToken);
        var (entries, figures) = (await catalogue.EntriesAsync(cancellationToken), await catalogue.FiguresAsync(cancellationToken));
        // Most callers are kept from nothing: they get one and the same list, and what is made of it is made once.
        if (_last is { } last && last.IsOf(models, entries, figures)) return last;
        return _last = new(models, entries, figures);
    }

    /// <summary>A node has it for less time than it takes to write that down.</summary>
    private static CatalogueEntry Unwritten(ModelInfo model) => new(Guid.Empty, model.Name, EngineFacts.Of(model), [], Featured: false, PictureId: null, AddedAt: null);

    private static Caller CallerOf(CurrentUser? user) => user?.ToCaller(CallProtocol.Chat) ?? new(Guid.Empty);

    private static IOrderedEnumerable<FoundModel> InOrder(IEnumerable<FoundModel> models, Func<FoundModel, double> key) => models.OrderByDescending(key).ThenBy(m => m.Name, StringComparer.Ordinal);

    private static Func<FoundModel, double> KeyOf(DiscoverySort sort) => sort switch
    {
        DiscoverySort.New => m => m.Entry.AddedAt?.ToUnixTimeMilliseconds() ?? double.MaxValue,
        DiscoverySort.Fast => m => m.Figures?.TokensPerSecond ?? -1,
        DiscoverySort.Small => m => -(double)(m.Facts.Size ?? long.MaxValue),
        DiscoverySort.Name => _ => 0,
        _ => m => m.Figures?.Requests ?? 0,
    };

    private static int KinshipOf(FoundModel one, FoundModel other) =>
        (3 * one.Entry.Tags.Count(t => other.Entry.Tags.Any(o => o.Id == t.Id))) + (one.Facts.Family is { } family && family == other.Facts.Family ? 2 : 0)
        + one.Capabilities.Count(c => c is "vision" or "thinking" or "embedding" && other.Capabilities.Contains(c, StringComparer.Ordinal));

    /// <summary>What one list of models comes to, with what the catalogue knew then.</summary>
    private sealed class Visible(IReadOnlyList<ModelInfo> models, FrozenDictionary<string, CatalogueEntry> entries, FrozenDictionary<string, ModelFigures> figures)
    {
        private readonly ConcurrentDictionary<DiscoverySort, FoundModel[]> _sorted = new();

        public Dictionary<string, FoundModel> ByName { get; } =
            models.ToDictionary(m => m.Name, m => new FoundModel(m, entries.GetValueOrDefault(m.Name) ?? Unwritten(m), figures.GetValueOrDefault(m.Name)), StringComparer.Ordinal);

        public bool IsOf(IReadOnlyList<ModelInfo> otherModels, FrozenDictionary<string, CatalogueEntry> otherEntries, FrozenDictionary<string, ModelFigures> otherFigures) =>
            ReferenceEquals(models, otherModels) && ReferenceEquals(entries, otherEntries) && ReferenceEquals(figures, otherFigures);

        public FoundModel[] Sorted(DiscoverySort sort) => _sorted.GetOrAdd(sort, (by, all) => [.. InOrder(all.Values, KeyOf(by))], ByName);
    }
}
