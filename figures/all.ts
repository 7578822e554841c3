import { authorisation } from './authorisation.ts';
import { crashGrid } from './crash-grid.ts';
import { canary } from './canary.ts';
import { crossTenant } from './cross-tenant.ts';
import { deliveryTime } from './delivery-time.ts';
import { delivery } from './delivery.ts';
import { errorShapes } from './error-shapes.ts';
import type { Figure } from './figure.ts';
import { firstReply } from './first-reply.ts';
import { frontDoor } from './front-door.ts';
import { fuzz } from './fuzz.ts';
import { hostileText } from './hostile-text.ts';
import { hostileUrls } from './hostile-urls.ts';
import { invokeAbuse } from './invoke-abuse.ts';
import { junkLoad } from './junk-load.ts';
import { mutationScore } from './mutation-score.ts';
import { redelivery } from './redelivery.ts';
import { reminders } from './reminders.ts';
import { settings } from './settings.ts';
import { sigkill } from './sigkill.ts';
import { slowGraph } from './slow-graph.ts';
import { startUp } from './start-up.ts';
import { sweep } from './sweep.ts';
import { tokenLeaks } from './token-leaks.ts';
import { trail } from './trail.ts';

export const figures: readonly Figure[] = [
  startUp,
  firstReply,
  tokenLeaks,
  crashGrid,
  errorShapes,
  frontDoor,
  reminders,
  delivery,
  deliveryTime,
  sweep,
  settings,
  canary,
  redelivery,
  slowGraph,
  sigkill,
  hostileText,
  hostileUrls,
  trail,
  invokeAbuse,
  crossTenant,
  authorisation,
  junkLoad,
  fuzz,
  mutationScore,
];
