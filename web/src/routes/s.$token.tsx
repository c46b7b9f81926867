import { createFileRoute } from "@tanstack/react-router";
import { Markdown } from "@/features/chat/markdown/markdown";
import { SharedPage } from "@/features/share/shared-page";
import { restoreSession } from "@/lib/session";

export const Route = createFileRoute("/s/$token")({
  // Whoever is signed in may continue it, and reads what is for people of this house only.
  beforeLoad: () => restoreSession().then(() => undefined),
  component: function SharedRoute() {
    const { token } = Route.useParams();
    return <SharedPage key={token} token={token} Markdown={Markdown} />;
  },
});
