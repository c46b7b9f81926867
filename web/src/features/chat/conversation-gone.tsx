import { Link } from "@tanstack/react-router";
import { buttonStyles } from "@/components/ui/button";
import { text } from "@/texts/text";

export function ConversationGone() {
  return (
    <div className="grid flex-1 place-content-center gap-3 px-6 text-center">
      <h2 className="text-xl font-semibold tracking-tight">{text.chat.gone}</h2>
      <p className="text-muted-foreground">{text.chat.goneHint}</p>
      <Link to="/" className={buttonStyles({ className: "mx-auto mt-2" })}>
        {text.chat.newChat}
      </Link>
    </div>
  );
}
