import { queryOptions, useQuery } from "@tanstack/react-query";
import { CornerDownRight } from "lucide-react";
import { api } from "@/lib/http";
import { queue as text } from "@/texts/queue";

const followUpsQuery = (conversation: string, message: string, known: readonly string[]) =>
  queryOptions({
    queryKey: ["follow-ups", message],
    queryFn: ({ signal }) =>
      api<{ items: string[] }>(`/conversations/${conversation}/messages/${message}/follow-ups`, {
        method: "POST",
        body: {},
        signal,
      }),
    initialData: known.length > 0 ? { items: [...known] } : undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

type Props = { conversation: string; message: string; onPick: (question: string) => void; known: readonly string[] };

/** What one may want to ask next. Nothing where the model has no idea. */
export default function FollowUps({ conversation, message, known, onPick }: Props) {
  const { data } = useQuery(followUpsQuery(conversation, message, known));
  if (!data || data.items.length === 0) return null;
  return (
    <ul aria-label={text.suggestions} className="mb-2 flex flex-wrap gap-1.5">
      {data.items.map((question) => (
        <li key={question} className="min-w-0 max-w-full">
          <button
            type="button"
            dir="auto"
            onClick={() => onPick(question)}
            className="flex min-h-8 max-w-full items-center gap-1.5 rounded-2xl border bg-card px-3 py-1 text-start text-[0.8125rem] text-muted-foreground transition-colors hover:border-input hover:bg-accent hover:text-foreground"
          >
            <CornerDownRight aria-hidden className="size-3.5 shrink-0 rtl:-scale-x-100" />
            <span className="min-w-0">{question}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
