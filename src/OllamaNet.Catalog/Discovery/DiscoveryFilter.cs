namespace OllamaNet.Catalog.Discovery;

/// <summary>What was asked for. Of tags and capabilities a model must have all that are named; of families and sizes one.</summary>
internal sealed record DiscoveryFilter(string[] Tags, string[] Capabilities, string[] Families, string[] Sizes, int? Context, bool? Featured)
{
    private const int MostValues = 50;
    private static readonly int[] Contexts = [8192, 32768, 131072, 1_000_000];
    private static readonly string[] SizeNames = ["small", "medium", "large", "huge"];

    /// <summary>What matches everything, and how many models each further choice would leave.</summary>
    public (List<FoundModel> Found, ModelFacets Facets) Apply(IEnumerable<FoundModel> models)
    {
        var (found, tags, capabilities, families, sizes, contexts) = (new List<FoundModel>(), new Tally(), new Tally(), new Tally(), new Tally(), new Tally());
        var colours = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            if (Featured is { } featured && model.Entry.Featured != featured) continue;
            var (byTag, byCapability, byFamily, bySize, byContext) = (
                Array.TrueForAll(Tags, t => model.Entry.Tags.Any(m => string.Equals(m.Name, t, StringComparison.OrdinalIgnoreCase))),
                Array.TrueForAll(Capabilities, c => model.Capabilities.Contains(c, StringComparer.Ordinal)),
                Families.Length == 0 || Families.Contains(model.Facts.Family ?? "", StringComparer.Ordinal),
                Sizes.Length == 0 || Sizes.Contains(model.SizeClass, StringComparer.Ordinal),
                Context is null || model.Facts.ContextLength >= Context);
            var all = byTag && byCapability && byFamily && bySize && byContext;
            if (all)
            {
                found.Add(model);
                foreach (var tag in model.Entry.Tags) colours[tags.Add(tag.Name)] = tag.Colour;
                foreach (var capability in model.Capabilities) capabilities.Add(capability);
            }

            if (byTag && byCapability && bySize && byContext && model.Facts.Family is { } family) families.Add(family);
            if (byTag && byCapability && byFamily && byContext && model.SizeClass.Length > 0) sizes.Add(model.SizeClass);
            if (byTag && byCapability && byFamily && bySize) foreach (var least in Contexts) if (model.Facts.ContextLength >= least) contexts.Add(least.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return (found, new(
            [.. tags.MostFirst(MostValues).Select(t => t with { Colour = colours[t.Value] })], capabilities.MostFirst(MostValues), families.MostFirst(MostValues),
            sizes.InOrder(SizeNames), contexts.InOrder(Contexts.Select(c => c.ToString(System.Globalization.CultureInfo.InvariantCulture)))));
    }

    private sealed class Tally
    {
        private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

        public string Add(string value)
        {
            _counts[value] = _counts.GetValueOrDefault(value) + 1;
            return value;
        }

        public FacetValue[] MostFirst(int most) => [.. _counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.OrdinalIgnoreCase).Take(most).Select(c => new FacetValue(c.Key, c.Value))];

        public FacetValue[] InOrder(IEnumerable<string> values) => [.. values.Where(_counts.ContainsKey).Select(v => new FacetValue(v, _counts[v]))];
    }
}
