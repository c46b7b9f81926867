import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { useEffect } from "react";
import { ConversationExtras, ConversationTools } from "@/app/conversation-extras";
import { TopBar } from "@/app/top-bar";
import { conversationQuery } from "@/features/chat/api";
import { ChatPage } from "@/features/chat/chat-page";
import { ConversationHeader } from "@/features/chat/conversation-header";
import { threadOf } from "@/features/chat/thread";
import { contextQuery } from "@/features/context/api";
import { WindowGauge } from "@/features/context/window-gauge";
import { blindOf } from "@/features/models/blind";
import { useModelChoice } from "@/features/models/choice";
import { ModelNotice } from "@/features/models/model-notice";
import { ModelPicker } from "@/features/models/model-picker";
import { useSeveral } from "@/features/models/several";
import { SeveralPicker } from "@/features/models/several-picker";
import { ChatSettingsButton } from "@/features/presets/chat-settings-button";

export const Route = createFileRoute("/_app/c/$id")({
  // A message to go to.
  validateSearch: (search): { m?: string | undefined } => ({ m: typeof search.m === "string" ? search.m : undefined }),
  component: function ChatRoute() {
    const { id } = Route.useParams();
    return <Chat key={id} id={id} />;
  },
});

function Chat({ id }: { id: string }) {
  const { m } = Route.useSearch();
  const navigate = Route.useNavigate();
  useEffect(() => {
    if (!m) return;
    void threadOf(id).seek(m);
    // Gone to once; the same place can be asked for again.
    void navigate({ search: {}, replace: true });
  }, [id, m, navigate]);
  const conversation = useQuery(conversationQuery(id));
  const context = useQuery(contextQuery(id));
  const choice = useModelChoice(conversation.isPending ? undefined : conversation.data?.model);
  const several = useSeveral(choice);
  // The demo's warning belongs to the beginning; what leaves the site is said at every question.
  const warn =
    choice.models.isError || choice.models.data?.length === 0 || choice.missing || choice.model?.dataLeavesSite;
  return (
    <>
      <TopBar>
        <ConversationHeader id={id} />
        <ConversationTools id={id} />
      </TopBar>
      <ConversationExtras id={id}>
        <ChatPage
          thread={threadOf(id)}
          model={choice.name}
          several={several.several}
          blind={blindOf(choice, several.several)}
          models={several.names}
          picker={
            <div className="flex min-w-0 items-center gap-0.5">
              <ModelPicker choice={choice} />
              <SeveralPicker several={several} />
              <ChatSettingsButton id={id} model={choice.name} onModel={choice.choose} />
              <WindowGauge id={id} />
            </div>
          }
          windowStart={context.data?.omittedMessages ? context.data.windowStart : null}
          notice={warn ? <ModelNotice choice={choice} className="mb-3" /> : null}
        />
      </ConversationExtras>
    </>
  );
}
