import { useInfiniteQuery } from "@tanstack/react-query";
import { MessageSquareText, ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty, Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select-field";
import { formatMoment } from "@/lib/when";
import { feedback } from "@/texts/feedback";
import { type SharedFeedback, sharedQuery } from "./api";

const t = feedback.page;

/** Questions and answers that somebody lets administrators read. */
export function SharedList({ models }: { models: readonly string[] }) {
  const [model, setModel] = useState("");
  const [rating, setRating] = useState("");
  const shared = useInfiniteQuery(sharedQuery(model, rating));
  return (
    <Panel title={t.shared} hint={t.sharedHint}>
      <div className="mb-5 grid max-w-lg grid-cols-2 gap-4">
        <SelectField
          label={t.rating}
          value={rating}
          onChange={(event) => setRating(event.target.value)}
          options={[
            { value: "", label: t.allRatings },
            { value: "-1", label: t.onlyBad },
            { value: "1", label: t.onlyGood },
          ]}
        />
        <SelectField
          label={t.model}
          value={model}
          onChange={(event) => setModel(event.target.value)}
          options={[{ value: "", label: t.allModels }, ...models.map((name) => ({ value: name, label: name }))]}
        />
      </div>
      <Loaded query={shared}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          if (all.length === 0)
            return <Empty icon={<MessageSquareText aria-hidden />} title={t.sharedEmpty} hint={t.sharedEmptyHint} />;
          return (
            <ul className="space-y-3">
              {all.map((one) => (
                <SharedCard key={one.messageId} one={one} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      {shared.hasNextPage && (
        <Button
          variant="outline"
          className="mt-4 w-full"
          disabled={shared.isFetchingNextPage}
          onClick={() => void shared.fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
    </Panel>
  );
}

function SharedCard({ one }: { one: SharedFeedback }) {
  const Icon = one.rating > 0 ? ThumbsUp : ThumbsDown;
  return (
    <li className="rounded-2xl border bg-card px-4 py-3.5 sm:px-5">
      <div className="mb-2.5 flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
        <Icon role="img" aria-label={one.rating > 0 ? feedback.good : feedback.bad} className="size-4 text-primary" />
        <span className="font-semibold [overflow-wrap:anywhere]">{one.model}</span>
        {one.reasons.map((reason) => (
          <Badge key={reason}>{feedback.reason[reason] ?? reason}</Badge>
        ))}
        <time dateTime={one.updatedAt} className="ms-auto text-sm text-muted-foreground">
          {formatMoment(one.updatedAt)}
        </time>
      </div>
      {one.comment && <Words name={t.comment} words={one.comment} />}
      {one.question && <Words name={t.question} words={one.question} />}
      <Words name={t.answer} words={one.answer} />
    </li>
  );
}

/** As text, never as Markdown: whoever wrote it is a stranger to whoever reads it. */
const Words = ({ name, words }: { name: string; words: string }) => (
  <div className="mt-2">
    <h3 className="text-xs font-medium text-muted-foreground">{name}</h3>
    <p className="max-h-60 overflow-y-auto text-sm whitespace-pre-wrap [overflow-wrap:anywhere]" tabIndex={0}>
      {words}
    </p>
  </div>
);
