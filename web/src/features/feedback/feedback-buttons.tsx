import { useQuery } from "@tanstack/react-query";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
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
  const rate = (rating: Rating) => {
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
      <Popover
        key={rating}
        title={rating > 0 ? t.titleGood : t.titleBad}
        onOpen={() => rate(rating)}
        container={document.getElementById("main")}
        trigger={
          <IconButton label={rating > 0 ? t.good : t.bad} aria-pressed={chosen}>
            <Icon aria-hidden className={chosen ? "fill-primary/25 text-primary" : undefined} />
          </IconButton>
        }
      >
        {(close) => (
          <div className="w-[min(20rem,calc(100vw-3.5rem))]">
            <FeedbackForm
              conversation={conversation}
              message={message}
              said={chosen && said ? said : plain(rating)}
              failed={put.error}
              onDone={close}
            />
          </div>
        )}
      </Popover>
    );
  });
}
