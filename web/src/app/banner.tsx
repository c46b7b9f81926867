import { queryOptions, useQuery } from "@tanstack/react-query";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/cn";

type Shown = { text: string | null; tone: "info" | "warning" | "danger"; until: string | null };
const LOOKS = {
  info: { icon: Info, bar: "border-border bg-muted", mark: "text-muted-foreground" },
  warning: { icon: TriangleAlert, bar: "border-signal-border bg-signal-soft", mark: "text-signal" },
  danger: { icon: CircleAlert, bar: "border-danger-border bg-danger-soft", mark: "text-danger" },
};
const MINUTE = 60_000;

export const bannerQuery = queryOptions({
  queryKey: ["banner"],
  // Not by `api`: what nobody waits for says nothing about the connection.
  queryFn: async ({ signal }): Promise<Shown | null> => {
    const response = await fetch("/api/v1/banner", { signal });
    return response.ok ? response.json() : null;
  },
  staleTime: MINUTE,
  refetchInterval: MINUTE,
  refetchOnWindowFocus: true,
  retry: false,
});

/** What the administrators want everybody to know. As text: it is no page of theirs. */
export function Banner() {
  const { data } = useQuery(bannerQuery);
  if (!data?.text) return null;
  const { icon: Icon, bar, mark } = LOOKS[data.tone];
  return (
    <div role="status" className={cn("flex justify-center border-b px-4 py-2 text-sm", bar)}>
      <p className="flex max-h-28 min-w-0 items-start gap-2 overflow-y-auto">
        <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
        <bdi className="min-w-0 whitespace-pre-line [overflow-wrap:anywhere]">{data.text}</bdi>
      </p>
    </div>
  );
}
