package io.gannet.server.worker;
