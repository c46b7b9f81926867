import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { formatNumber } from "@/lib/format";
import { api } from "@/lib/http";
import { presets } from "@/texts/presets";

type Settings = {
  presetId: string | null;
  presetName: string | null;
  systemPrompt: string | null;
  options: Record<string, unknown>;
};

/** How an answer was made: the preset, the system prompt as it was sent, the values that were said. */
export default function MadeWith(props: { messageId: string }) {
  return (
    <section className="max-w-88">
      <h3 className="mt-4 mb-2 font-semibold">{presets.made.title}</h3>
      <Made {...props} />
    </section>
  );
}

function Made({ messageId }: { messageId: string }) {
  const { id } = useParams({ strict: false });
  const { data, error } = useQuery({
    queryKey: ["conversation", id, "message", messageId, "settings"],
    queryFn: ({ signal }) =>
      api<{ settings: Settings | null }>(`/conversations/${id}/messages/${encodeURIComponent(messageId)}`, { signal }),
    select: ({ settings }) => ({ settings }),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <p className="text-muted-foreground">{error.message}</p>;
  if (!data) return <p className="text-muted-foreground">{presets.made.loading}</p>;
  const { settings } = data;
  const values = Object.entries(settings?.options ?? {}).filter(([, value]) => value !== null);
  if (!settings || (values.length === 0 && !settings.systemPrompt && !settings.presetId))
    return <p className="text-muted-foreground">{presets.made.plain}</p>;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
      <Fact name={presets.made.preset}>{settings.presetName ?? presets.made.noPreset}</Fact>
      {values.map(([name, value]) => (
        <Fact key={name} name={presets.option[name] ?? name}>
          {shown(name, value)}
        </Fact>
      ))}
      {settings.systemPrompt && (
        <div className="col-span-2 mt-1">
          <dt className="text-muted-foreground">{presets.systemPrompt}</dt>
          <dd
            tabIndex={0}
            className="mt-1 max-h-32 overflow-y-auto rounded-lg bg-muted/60 p-2 text-[0.8125rem] whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {settings.systemPrompt}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div className="contents">
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="truncate text-end tabular-nums">{children}</dd>
    </div>
  );
}

function shown(name: string, value: unknown): string {
  if (typeof value === "number") return formatNumber(Number(value.toPrecision(6)));
  if (typeof value === "boolean") return value ? presets.yes : presets.no;
  if (name === "thinking") return presets.levels[String(value)] ?? String(value);
  if (Array.isArray(value)) return value.map((text) => JSON.stringify(text)).join(" ");
  if (typeof value === "object") return presets.formats.schema;
  return presets.formats[value as "text" | "json"] ?? String(value);
}
