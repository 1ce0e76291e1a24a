import { onLiveKurrent } from '../../../../test/support/live.js';
import { eventLogContract } from '../contract/event-log.contract-suite.js';
import { openKurrentEventLog } from './index.js';

onLiveKurrent((place) => eventLogContract('kurrentdb (live)', () => openKurrentEventLog({ ...place(), development: true })));
