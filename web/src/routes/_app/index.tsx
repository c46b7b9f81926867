import { useQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { EyeOff } from "lucide-react";
import { TopBar } from "@/app/top-bar";
import { buttonStyles } from "@/components/ui/button";
import { NewChatPage } from "@/features/chat/new-chat-page";
import { blindOf } from "@/features/models/blind";
import { useModelChoice } from "@/features/models/choice";
import { ModelNotice } from "@/features/models/model-notice";
import { ModelPicker } from "@/features/models/model-picker";
import { useSeveral } from "@/features/models/several";
import { SeveralPicker } from "@/features/models/several-picker";
import { beginning, beginningWith, defaultPresetQuery } from "@/features/presets/chat-api";
import { ChatSettingsButton } from "@/features/presets/chat-settings-button";
import { text } from "@/texts/text";

export const Route = createFileRoute("/_app/")({
  validateSearch: ({ folder, model }: Record<string, unknown>): { folder?: string; model?: string } => ({
    ...(typeof folder === "string" ? { folder } : {}),
    ...(typeof model === "string" ? { model } : {}),
  }),
  component: function NewChatRoute() {
    const standard = useQuery(defaultPresetQuery).data;
    const { folder, model } = Route.useSearch();
    const choice = useModelChoice(model ?? standard?.model);
    const several = useSeveral(choice);
    return (
      <>
        <TopBar>
          <h1 className="truncate text-[0.9375rem] font-semibold tracking-tight">{text.chat.newChat}</h1>
          <Link to="/temporary" className={buttonStyles({ variant: "quiet", size: "sm", className: "ms-auto" })}>
            <EyeOff aria-hidden />
            {text.chat.temporary}
          </Link>
        </TopBar>
        <NewChatPage
          folder={folder}
          model={choice.name}
          several={several.several}
          blind={blindOf(choice, several.several)}
          picker={
            <div className="flex min-w-0 items-center gap-0.5">
              <ModelPicker choice={choice} />
              <SeveralPicker several={several} />
              <ChatSettingsButton id={null} model={choice.name} onModel={choice.choose} />
            </div>
          }
          // A folder has its own way; the standard would go before it.
          settings={() => beginningWith(folder ? undefined : standard)}
          onBegun={() => beginning.set(null)}
          notice={<ModelNotice choice={choice} className="mb-3" />}
        />
      </>
    );
  },
});
