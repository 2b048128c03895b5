import { z } from 'zod';

// Zod tries to build its checks as code, which the page's policy refuses and reports. Said before the first schema is made.
z.config({ jitless: true });
