import { useInfiniteQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { RetryButton } from "@/components/ui/retry-button";
import { ApiError } from "@/lib/api-error";
import { ageGroup } from "@/lib/format";
import { text } from "@/texts/text";
import { type Conversation, conversationsQuery } from "./api";
import { ConversationItem } from "./conversation-item";

export const LIST_ID = "conversations";

/** Newest first, more as one scrolls; arrow keys move between them. */
export function ConversationList({ onOpen }: { onOpen?: (() => void) | undefined }) {
  const query = useInfiniteQuery(conversationsQuery);
  const { refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query;

  const more = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!more.current || !hasNextPage) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && !isFetchingNextPage && void fetchNextPage(),
      { rootMargin: "400px" },
    );
    observer.observe(more.current);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const groups = grouped(items);
  if (query.isError && items.length === 0)
    return (
      <div role="alert" className="space-y-2 px-3 py-2 text-sm">
        <p className="text-muted-foreground">{query.error.message}</p>
        <RetryButton
          retryAt={query.error instanceof ApiError ? query.error.retryAt : null}
          onClick={() => void refetch()}
        />
      </div>
    );
  if (query.isSuccess && items.length === 0)
    return <p className="px-3 py-2 text-sm text-muted-foreground">{text.chat.emptyList}</p>;
  return (
    <nav id={LIST_ID} aria-label={text.chat.list} onKeyDown={moveFocus}>
      {groups.map(([group, members]) => (
        <section key={group} className="mb-3">
          <h2 className="px-3 py-1.5 text-xs font-medium text-muted-foreground">{group}</h2>
          <ul>
            {members.map((item) => (
              <ConversationItem key={item.id} conversation={item} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      ))}
      <div ref={more} />
      {hasNextPage && (
        <Button variant="quiet" size="sm" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.chat.more}
        </Button>
      )}
    </nav>
  );
}

function grouped(items: Conversation[]): [group: string, members: Conversation[]][] {
  const groups = new Map<string, Conversation[]>();
  for (const item of items) {
    const group = ageGroup(item.updatedAt);
    groups.set(group, [...(groups.get(group) ?? []), item]);
  }
  return [...groups];
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (!(event.target instanceof HTMLAnchorElement)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a[data-conversation]")];
  const at = links.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
}
