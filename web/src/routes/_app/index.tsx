import { createFileRoute } from "@tanstack/react-router";
import { TopBar } from "@/app/top-bar";
import { NewChatPage } from "@/features/chat/new-chat-page";
import { useModelChoice } from "@/features/models/choice";
import { ModelNotice } from "@/features/models/model-notice";
import { ModelPicker } from "@/features/models/model-picker";
import { text } from "@/texts/text";

export const Route = createFileRoute("/_app/")({
  component: function NewChatRoute() {
    const choice = useModelChoice(null);
    return (
      <>
        <TopBar>
          <h1 className="truncate text-[0.9375rem] font-semibold tracking-tight">{text.chat.newChat}</h1>
        </TopBar>
        <NewChatPage
          model={choice.name}
          picker={<ModelPicker choice={choice} />}
          notice={<ModelNotice choice={choice} className="mb-3" />}
        />
      </>
    );
  },
});
