import { createFileRoute } from "@tanstack/react-router";
import { TopBar } from "@/app/top-bar";
import { TemporaryMark, TemporaryPage } from "@/features/chat/temporary/temporary-page";
import { blindOf } from "@/features/models/blind";
import { useModelChoice } from "@/features/models/choice";
import { ModelNotice } from "@/features/models/model-notice";
import { ModelPicker } from "@/features/models/model-picker";

export const Route = createFileRoute("/_app/temporary")({
  component: function TemporaryRoute() {
    const choice = useModelChoice(null);
    return (
      <>
        <TopBar>
          <TemporaryMark />
        </TopBar>
        <TemporaryPage
          model={choice.name}
          blind={blindOf(choice)}
          picker={<ModelPicker choice={choice} />}
          notice={<ModelNotice choice={choice} className="mb-3" />}
        />
      </>
    );
  },
});
