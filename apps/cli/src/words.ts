/** The lights of a clock as people call them. */
export const LIGHT_ZH: Readonly<Record<string, string>> = { green: '绿灯', yellow: '黄灯', red: '红灯', done: '办结' };
