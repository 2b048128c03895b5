import { createCamera } from '#drivers/camera/driver.ts';

export const create = createCamera;
