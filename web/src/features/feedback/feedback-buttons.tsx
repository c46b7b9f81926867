import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Loaded } from "@/components/ui/loaded";
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
  const query = useQuery(feedbackQuery(conversation));
  const queries = useQueryClient();
  const said = query.data?.get(message);
  const { put } = useFeedbackChanges(conversation, message);
  // What was said before is known first: a bare thumb must not wipe out its reasons and comment.
  const rate = async (rating: Rating) => {
    const before = await queries.ensureQueryData(feedbackQuery(conversation)).catch(() => null);
    if (!before || before.get(message)?.rating === rating) return;
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
        onOpen={() => void rate(rating)}
        container={document.getElementById("main")}
        trigger={
          <IconButton label={rating > 0 ? t.good : t.bad} aria-pressed={chosen}>
            <Icon aria-hidden className={chosen ? "fill-primary/25 text-primary" : undefined} />
          </IconButton>
        }
      >
        {(close) => (
          <div className="w-[min(20rem,calc(100vw-3.5rem))]">
            <Loaded query={query}>
              {(all) => {
                const known = all.get(message);
                return (
                  <FeedbackForm
                    conversation={conversation}
                    message={message}
                    said={known?.rating === rating ? known : plain(rating)}
                    failed={put.error}
                    onDone={close}
                  />
                );
              }}
            </Loaded>
          </div>
        )}
      </Popover>
    );
  });
}
