import { messageOf } from './api.ts';
import { showError } from './toast.ts';

/**
 * Runs `work` while the button shows a spinner; pressed again meanwhile it does nothing. It is only called disabled,
 * because a button that truly is loses the focus, and a dialog that closes could not give it back.
 */
export async function whileBusy(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  if (button.dataset['busy'] !== undefined) return;
  button.dataset['busy'] = '';
  button.setAttribute('aria-disabled', 'true');
  button.setAttribute('aria-busy', 'true');
  try {
    await work();
  } catch (error) {
    showError(messageOf(error));
  } finally {
    delete button.dataset['busy'];
    button.removeAttribute('aria-disabled');
    button.removeAttribute('aria-busy');
  }
}
