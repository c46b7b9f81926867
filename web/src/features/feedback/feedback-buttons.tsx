import { Popover } from "@base-ui/react/popover";
import { useQuery } from "@tanstack/react-query";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { announce } from "@/lib/announcer";
import { ApiError } from "@/lib/api-error";
import { feedback as t } from "@/texts/feedback";
import { feedbackQuery, type Opinion, type Rating, useFeedbackChanges } from "./api";
import { FeedbackForm } from "./feedback-form";

const ICONS = { 1: ThumbsUp, [-1]: ThumbsDown };
const plain = (rating: Rating): Opinion => ({ rating, reasons: [], comment: null, shared: false });

/** Thumbs at an answer. One press is enough; more can be said in what opens. */
export function FeedbackButtons({ conversation, message }: { conversation: string; message: string }) {
  const { data } = useQuery(feedbackQuery(conversation));
  const said = data?.get(message);
  const { put } = useFeedbackChanges(conversation, message);
  const [open, setOpen] = useState<Rating | null>(null);
  const rate = (rating: Rating) => {
    setOpen(rating);
    if (said?.rating === rating) return;
    put.mutate(plain(rating), {
      onSuccess: () => announce(t.saved),
      onError: (error) => error instanceof ApiError && announce(error.message),
    });
  };
  return ([1, -1] as const).map((rating) => {
    const Icon = ICONS[rating];
    const chosen = said?.rating === rating;
    return (
      <Popover.Root key={rating} open={open === rating} onOpenChange={(next) => (next ? rate(rating) : setOpen(null))}>
        <Popover.Trigger render={<IconButton label={rating > 0 ? t.good : t.bad} aria-pressed={chosen} />}>
          <Icon aria-hidden className={chosen ? "fill-primary/25 text-primary" : undefined} />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="start" className="z-50">
            <Popover.Popup className="w-[min(22rem,calc(100vw-1.5rem))] rounded-xl border bg-card p-4 text-sm shadow-float outline-none">
              <Popover.Title className="mb-3 font-semibold">{rating > 0 ? t.titleGood : t.titleBad}</Popover.Title>
              <FeedbackForm
                conversation={conversation}
                message={message}
                said={chosen && said ? said : plain(rating)}
                failed={put.error}
                onDone={() => setOpen(null)}
              />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    );
  });
}
