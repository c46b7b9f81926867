import { account } from "@/texts/account";

/** From a step of logging in to its beginning. */
export const BackToLogin = ({ onBack }: { onBack: () => void }) => (
  <button type="button" className="font-medium text-primary underline underline-offset-3" onClick={onBack}>
    {account.recovery.toLogin}
  </button>
);
