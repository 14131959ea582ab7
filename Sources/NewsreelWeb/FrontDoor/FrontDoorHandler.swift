import NIOCore
import NewsreelModel
import NewsreelPages

/// Stands before Hummingbird's decoder: answers what lies ready on the shelf, refuses what is malformed, and lets
/// everything else through unchanged, one request after the other.
final class FrontDoorHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = ByteBuffer

    private enum Phase { case open, draining, lingering, closed }

    private enum BodyLeft {
        case none
        case length(Int)
        case chunked(ChunkedBody)

        var isNone: Bool { if case .none = self { true } else { false } }
    }

    private let door: FrontDoor
    private let reception: Reception
    private var hasRouter = false
    private var context: ChannelHandlerContext?
    /// The way past the channel's queue; nil where the bytes are ciphered.
    private var socket: DirectSocket?
    private var phase = Phase.open
    /// Bytes that came and are not yet answered or passed on.
    private var held: ByteBuffer?
    private var isWorking = false
    private var isReadHeldBack = false
    private var hasInputEnded = false

    /// The request that the router answers, or that waits for its page.
    private var isAnswerOwed = false
    private var isWaiting = false
    private var hasAnswerBegun = false
    private var bodyLeft = BodyLeft.none
    /// The connection is closed once the router has answered.
    private(set) var closesAfterAnswer = false

    private var lastActive = NIODeadline.now()
    private var idleTimer: Scheduled<Void>?
    private var headTimer: Scheduled<Void>?

    /// A reader asks for the same codings all the time.
    private var lastAccepted = ""
    private var lastCodings: AcceptedCodings = []

    private static let mostHeld = 64 << 10

    init(_ door: FrontDoor, _ reception: Reception) {
        self.door = door
        self.reception = reception
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        if !reception.isSecure, socket == nil { socket = DirectSocket(of: context) }
        watchIdleness()
    }

    private func end() {
        phase = .closed
        socket = nil
        held = nil
        idleTimer?.cancel()
        headTimer?.cancel()
        idleTimer = nil
        headTimer = nil
        context = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            // What is being answered is finished, what has not begun is not taken any more.
            closesAfterAnswer = true
            if !isAnswerOwed { drain() }
        case ChannelEvent.inputClosed:
            hasInputEnded = true
            if phase == .lingering { return context.close(promise: nil) }
            // The router hears of it while it answers; requests that wait behind are read first.
            if isAnswerOwed, held == nil || !bodyLeft.isNone { context.fireUserInboundEventTriggered(event) }
            if !isAnswerOwed { work() }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.fireErrorCaught(error)
        if !isAnswerOwed || isWaiting { context.close(promise: nil) }
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase == .open else { return }
        var bytes = unwrapInboundIn(data)
        lastActive = .now()
        if held == nil { held = bytes } else { held?.writeBuffer(&bytes) }
        work()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        lastActive = .now()
        if context.channel.isWritable { work() }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if let held, held.readableBytes > Self.mostHeld, isAnswerOwed || !context.channel.isWritable {
            isReadHeldBack = true
        } else {
            context.read()
        }
    }

    /// Goes on with the bytes that are here as far as that is possible now.
    private func work() {
        guard !isWorking, let context else { return }
        isWorking = true
        var hasWritten = false
        while phase == .open, let count = held?.readableBytes, count > 0 {
            if !bodyLeft.isNone {
                guard passBody(context) else { break }
                continue
            }
            if isAnswerOwed { break }
            if hasWritten, !context.channel.isWritable {
                context.flush()
                hasWritten = false
            }
            guard context.channel.isWritable, let isWritten = nextRequest(context) else { break }
            hasWritten = hasWritten || isWritten
        }
        if hasWritten, phase == .open { context.flush() }
        if held?.readableBytes == 0 { held = nil }
        isWorking = false
        if hasInputEnded, phase == .open, !isAnswerOwed, context.channel.isWritable || held == nil { drain() }
        if isReadHeldBack, phase == .open {
            isReadHeldBack = false
            read(context: context)
        }
    }

    /// Reads the next request; true where its answer waits to be flushed, nil where more bytes must come.
    private func nextRequest(_ context: ChannelHandlerContext) -> Bool? {
        skipEmptyLines()
        guard let bytes = held, bytes.readableBytes > 0 else { return nil }
        var find = FrontDoor.Find.nothing
        var answer: Answer?
        let scan = bytes.withUnsafeReadableBytes { (bytes: UnsafeRawBufferPointer) -> RequestHead.Scan in
            let scan = RequestHead.scan(bytes, door.limits)
            guard case .head(let head) = scan, head.isPlain else { return scan }
            let target = UnsafeRawBufferPointer(rebasing: bytes[head.target])
            find = door.find(target)
            switch find {
            case .page(let page): answer = self.answer(head, bytes, page.answer)
            case .stored(let page):
                answer = self.answer(head, bytes, page.answer)
                if answer == nil { find = door.promise(target) }
            case .promised, .nothing: break
            }
            return scan
        }
        switch scan {
        case .incomplete:
            watchHead()
            return nil
        case .refused(let refusal):
            refuse(refusal)
            return nil
        case .head(let head):
            headTimer?.cancel()
            headTimer = nil
            if let answer { return send(answer, head, bytes, context) }
            if case .promised(let url) = find {
                wait(for: url, head, context)
            } else if let listener = listener(head, bytes) {
                listen(listener, context)
            } else {
                pass(head, context)
            }
            return false
        }
    }

    private typealias Answer = (bytes: ByteBuffer, headLength: Int)

    /// Answers the request that `bytes` begins with, and takes the request away; true where the answer is to be flushed.
    private func send(
        _ answer: Answer, _ head: RequestHead, _ bytes: ByteBuffer, _ context: ChannelHandlerContext
    ) -> Bool {
        let lines = lines(head, bytes)
        held?.moveReaderIndex(forwardBy: head.length)
        if lines.isEmpty {
            var rest = answer.bytes
            // Answers to requests that came together go together.
            if bytes.readableBytes == head.length, socket?.send(&rest, context) == true { return false }
            write(rest, context)
        } else {
            write(answer, adding: lines, context)
        }
        if head.closes { drain() }
        return true
    }

    private func write(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        socket?.isQueueEmpty = false
        context.write(wrapOutboundOut(bytes), promise: nil)
    }

    // MARK: Pages to come

    /// Leaves the request where it is until its page is there. Nothing is set up for that, so that a thousand readers who
    /// wait for one page cost little more than the page.
    private func wait(for url: SiteURL, _ head: RequestHead, _ context: ChannelHandlerContext) {
        isAnswerOwed = true
        isWaiting = true
        hasAnswerBegun = false
        let waiting = NIOLoopBound(self, eventLoop: context.eventLoop)
        Task { [door, loop = context.eventLoop] in
            let page = await door.page(at: url)
            loop.execute { waiting.value.end(waitFor: page, head) }
        }
    }

    private func end(waitFor page: FinishedPage?, _ head: RequestHead) {
        guard isWaiting, phase == .open, let context, let bytes = held else { return }
        isWaiting = false
        guard let page else { return pass(head, context) }
        var head = head
        head.closes = head.closes || closesAfterAnswer
        isAnswerOwed = false
        lastActive = .now()
        guard let answer = bytes.withUnsafeReadableBytes({ self.answer(head, $0, page.answer) }) else { return }
        let isWritten = send(answer, head, bytes, context)
        guard phase == .open else { return }
        if isWritten { context.flush() }
        work()
    }

    /// RFC 9112 §2.2: empty lines before a request line are passed over.
    private func skipEmptyLines() {
        while held?.withUnsafeReadableBytes({ $0.count >= 2 && $0[0] == 0x0D && $0[1] == 0x0A }) == true {
            held?.moveReaderIndex(forwardBy: 2)
        }
    }

    /// What `page` answers to the request.
    private func answer(
        _ head: RequestHead, _ bytes: UnsafeRawBufferPointer,
        _ page: (AcceptedCodings, Bool, UnsafeRawBufferPointer?, UnsafeRawBufferPointer?) -> Answer?
    ) -> Answer? {
        func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }
        var codings: AcceptedCodings = []
        if let accepted = head.acceptEncoding.map(part) {
            if !lastAccepted.isEqual(to: accepted) {
                lastAccepted = String(decoding: accepted, as: UTF8.self)
                lastCodings = AcceptedCodings(lastAccepted)
            }
            codings = lastCodings
        }
        return page(codings, head.method == .head, head.ifNoneMatch.map(part), head.ifModifiedSince.map(part))
    }

    /// What the head of an answer says beyond what the page's says, a line each.
    private func lines(_ head: RequestHead, _ bytes: ByteBuffer) -> String {
        var lines = ""
        if let transport = door.transport,
            transport.applies(
                peer: context?.remoteAddress?.ipAddress, forwarded: head.forwardedProto.map { text($0, bytes) })
        {
            lines = transport.line
        }
        if head.closes { lines += "Connection: close\r\n" }
        return lines
    }

    /// The answer with more lines at the end of its head; its body is not copied.
    private func write(
        _ answer: Answer, adding lines: String, _ context: ChannelHandlerContext
    ) {
        var rest = answer.bytes
        var head = ByteBufferAllocator().buffer(capacity: answer.headLength + lines.utf8.count)
        if let fields = rest.readSlice(length: answer.headLength - 2) { head.writeImmutableBuffer(fields) }
        head.writeString(lines)
        head.writeStaticString("\r\n")
        rest.moveReaderIndex(forwardBy: 2)
        write(head, context)
        if rest.readableBytes > 0 { write(rest, context) }
    }

    // MARK: Open pages

    /// The open page that asks to be told of events; nil where that is not what is asked.
    private func listener(_ head: RequestHead, _ bytes: ByteBuffer) -> (topic: LiveTopic, last: Int64?)? {
        guard head.method == .get, head.framing == .none else { return nil }
        guard let topic = door.pressroom.site.liveTopic(target: head.path ?? text(head.target, bytes)) else {
            return nil
        }
        return (topic, head.lastEventID.flatMap { Int64(text($0, bytes)) })
    }

    private func text(_ range: Range<Int>, _ bytes: ByteBuffer) -> String {
        bytes.getString(at: bytes.readerIndex + range.lowerBound, length: range.count) ?? ""
    }

    /// Leaves the connection to what tells it of events.
    private func listen(_ listener: (topic: LiveTopic, last: Int64?), _ context: ChannelHandlerContext) {
        let connection = LiveConnection(topic: listener.topic, hub: door.hub, isRaw: true)
        do {
            try context.pipeline.syncOperations.addHandler(connection, position: .before(self))
        } catch {
            return context.close(promise: nil)
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        connection.begin(after: listener.last)
    }

    // MARK: The router

    private func pass(_ head: RequestHead, _ context: ChannelHandlerContext) {
        guard let bytes = held?.readSlice(length: head.length) else { return }
        if !hasRouter {
            hasRouter = true
            reception.callRouter(behind: self, context.channel)
        }
        isAnswerOwed = true
        hasAnswerBegun = false
        if head.closes { closesAfterAnswer = true }
        switch head.framing {
        case .none, .length(0): bodyLeft = .none
        case .length(let count): bodyLeft = .length(count)
        case .chunked: bodyLeft = .chunked(ChunkedBody())
        }
        context.fireChannelRead(wrapInboundOut(Self.inOriginForm(head, bytes)))
        context.fireChannelReadComplete()
    }

    private static func inOriginForm(_ head: RequestHead, _ bytes: ByteBuffer) -> ByteBuffer {
        guard let path = head.path else { return bytes }
        var result = ByteBufferAllocator().buffer(capacity: bytes.readableBytes)
        let start = bytes.readerIndex
        result.writeImmutableBuffer(bytes.getSlice(at: start, length: head.target.lowerBound) ?? ByteBuffer())
        result.writeString(path)
        result.writeImmutableBuffer(
            bytes.getSlice(at: start + head.target.upperBound, length: head.length - head.target.upperBound)
                ?? ByteBuffer())
        return result
    }

    /// Passes on what is here of the body; false where more must come.
    private func passBody(_ context: ChannelHandlerContext) -> Bool {
        guard let count = held?.readableBytes, count > 0 else { return false }
        var taken = 0
        switch bodyLeft {
        case .none: return true
        case .length(let left):
            taken = min(left, count)
            bodyLeft = left == taken ? .none : .length(left - taken)
        case .chunked(var body):
            do {
                taken = try held?.withUnsafeReadableBytes { try body.take($0) } ?? 0
            } catch let refusal as DoorRefusal {
                refuse(refusal)
                return false
            } catch {
                return false
            }
            bodyLeft = body.isDone ? .none : .chunked(body)
        }
        guard let bytes = held?.readSlice(length: taken) else { return false }
        context.fireChannelRead(wrapInboundOut(bytes))
        context.fireChannelReadComplete()
        return true
    }

    func answerBegan() { hasAnswerBegun = true }

    func answerEnded() {
        isAnswerOwed = false
        lastActive = .now()
        if closesAfterAnswer { drain() } else { work() }
    }

    /// True where the socket takes files; TLS has to see their bytes.
    var takesFiles: Bool { !reception.isSecure }

    /// Sends a part of the body of the answer that has begun; done when the socket has taken it.
    func send(_ region: FileRegion) throws -> EventLoopFuture<Void> {
        guard let context, phase == .open else { throw ChannelError.ioOnClosedChannel }
        lastActive = .now()
        socket?.isQueueEmpty = false
        return context.writeAndFlush(NIOAny(IOData.fileRegion(region)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard phase == .open else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        socket?.isQueueEmpty = false
        context.write(data, promise: promise)
    }

    // MARK: Closing

    private func refuse(_ refusal: DoorRefusal) {
        guard let context, phase == .open else { return }
        // In the middle of another answer there is no place for this one.
        if !hasAnswerBegun || !isAnswerOwed { write(refusal.bytes, context) }
        isAnswerOwed = false
        bodyLeft = .none
        drain(lingers: true)
    }

    /// Closes once the socket has taken all that was written. With `lingers` the reader's bytes are swallowed for a
    /// while, since a connection closed upon unread bytes takes back the answer (RFC 9112 §9.6).
    private func drain(lingers: Bool = false) {
        guard let context, phase == .open else { return }
        phase = .draining
        headTimer?.cancel()
        let lingers = (lingers || held?.readableBytes ?? 0 > 0 || !bodyLeft.isNone) && !hasInputEnded
        held = nil
        // Writes keep their order, so an empty one is done when all before it are.
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in self.close(lingers: lingers) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
        context.read()
    }

    private func close(lingers: Bool) {
        guard let context, phase == .draining else { return }
        guard lingers, !hasInputEnded else { return context.close(promise: nil) }
        phase = .lingering
        context.close(mode: .output, promise: nil)
        context.read()
        idleTimer?.cancel()
        idleTimer = context.eventLoop.assumeIsolated().scheduleTask(in: door.limits.lingerTime) {
            self.context?.close(promise: nil)
        }
    }

    private func watchHead() {
        guard headTimer == nil, let context else { return }
        headTimer = context.eventLoop.assumeIsolated().scheduleTask(in: door.limits.headTime) {
            self.headTimer = nil
            guard self.phase == .open, !self.isAnswerOwed, self.held != nil else { return }
            self.refuse(DoorRefusal(408, "The request did not come in time."))
        }
    }

    private func watchIdleness() {
        guard idleTimer == nil else { return }
        lastActive = .now()
        scheduleIdleCheck(in: door.limits.idleTime)
    }

    private func scheduleIdleCheck(in time: TimeAmount) {
        guard let context else { return }
        idleTimer = context.eventLoop.assumeIsolated().scheduleTask(in: time) { self.checkIdleness() }
    }

    private func checkIdleness() {
        guard let context else { return }
        let rest = lastActive + door.limits.idleTime - .now()
        // An answer takes as long as it takes; a reader who stopped sending or taking does not.
        if isAnswerOwed, bodyLeft.isNone { return scheduleIdleCheck(in: door.limits.idleTime) }
        if rest > .nanoseconds(0) { return scheduleIdleCheck(in: rest) }
        guard phase == .open, context.channel.isWritable, !isAnswerOwed else { return context.close(promise: nil) }
        drain()
        scheduleIdleCheck(in: door.limits.idleTime)
    }
}
