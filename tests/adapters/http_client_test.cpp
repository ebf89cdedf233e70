#include "tests/adapters/exchange_fixture.hpp"

namespace tongbao::adapters {

using HttpClientTest = ExchangeTest;

TEST_F(HttpClientTest, GivesStatusHeadersAndBody)
{
    const auto reply = exchange();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->header("content-type"), "application/json; charset=UTF-8");
    EXPECT_NE(reply->body.find(R"("errcode":0)"), std::string::npos);
    EXPECT_EQ(robot->received().at(0).body, request().body);
}

TEST_F(HttpClientTest, OtherStatusesAreRepliesToo)
{
    robot->next(behaviour::http_error(502));
    EXPECT_EQ(exchange()->status, 502);
}

TEST_F(HttpClientTest, UsesAConnectionAgain)
{
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(exchange());
    EXPECT_EQ(platforms->server().connections_made(), 1u);
}

TEST_F(HttpClientTest, AnIdleConnectionThatWasClosedIsReplacedBeforeAnythingIsSaid)
{
    robot->next(behaviour::closed_keep_alive());
    EXPECT_TRUE(exchange());
    while (io.poll() > 0) { // until the other side has closed
    }
    EXPECT_TRUE(exchange());
    EXPECT_EQ(robot->accepted().size(), 2u);
    platforms->server().stop_listening();
    platforms->server().listen_again();
    while (io.poll() > 0) {
    }
    EXPECT_TRUE(exchange());
    EXPECT_EQ(robot->accepted().size(), 3u);
}

TEST_F(HttpClientTest, AConnectionThatIsClosedInsteadOfAnAnswerLeavesDoubtAlsoWhenItIsUsedAgain)
{
    EXPECT_TRUE(exchange());
    EXPECT_TRUE(failure_of(behaviour::accept_then_close()).bytes_left);
    EXPECT_EQ(robot->accepted().size(), 2u); // and it was not said twice
}

TEST_F(HttpClientTest, WithoutAWholeAnswerBytesHaveLeft)
{
    for (const auto& lost :
         {behaviour::accept_then_close(), behaviour::accept_then_reset(), behaviour::reset_before_acceptance(),
          behaviour::half_answer(), behaviour::endless_body()}) {
        const auto failure = failure_of(lost);
        EXPECT_TRUE(failure.bytes_left) << failure.what;
    }
}

TEST_F(HttpClientTest, SilenceEndsAtTheDeadline)
{
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(failure_of(behaviour::accept_then_silence(), 1s).bytes_left);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

TEST_F(HttpClientTest, ASlowTrickleDoesNotProlongTheDeadline)
{
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(failure_of(behaviour::one_byte_at_a_time(50ms), 1s).bytes_left);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

TEST_F(HttpClientTest, AnAnswerInSingleBytesIsRead)
{
    robot->next(behaviour::one_byte_at_a_time(0ms));
    EXPECT_TRUE(exchange());
}

TEST_F(HttpClientTest, RedirectsAreNotFollowed)
{
    robot->next(behaviour::redirect(platforms->base_url() + "/elsewhere"));
    EXPECT_EQ(exchange()->status / 100, 3);
    EXPECT_EQ(platforms->calls("/elsewhere"), 0);
}

TEST_F(HttpClientTest, ARefusedConnectionLeftNothing)
{
    platforms->server().stop_listening();
    const auto result = exchange();
    ASSERT_TRUE(result.has_error());
    EXPECT_FALSE(result.error().bytes_left);
    EXPECT_NE(result.error().what.find("connect"), std::string::npos);
}

TEST_F(HttpClientTest, ANameThatDoesNotExistLeftNothing)
{
    auto made = request();
    made.url = "https://nowhere.invalid/x";
    const auto result = exchange(made);
    ASSERT_TRUE(result.has_error());
    EXPECT_FALSE(result.error().bytes_left);
}

TEST_F(HttpClientTest, ACertificateThatCannotBeTrustedGetsNoByteOfTheRequest)
{
    for (const auto flaw :
         {TlsFlaw::expired, TlsFlaw::wrong_host, TlsFlaw::self_signed, TlsFlaw::unknown_ca, TlsFlaw::old_protocol}) {
        serve(flaw);
        const auto result = exchange();
        ASSERT_TRUE(result.has_error()) << static_cast<int>(flaw);
        EXPECT_FALSE(result.error().bytes_left);
        EXPECT_NE(result.error().what.find("TLS"), std::string::npos) << result.error().what;
        EXPECT_TRUE(robot->received().empty());
    }
}

TEST_F(HttpClientTest, TheSystemsAuthoritiesDoNotTrustOurTestAuthority)
{
    client.emplace(io.get_executor(), HttpClientSettings{.ca_file = "", .private_hosts = {"127.0.0.1"}});
    EXPECT_TRUE(exchange().has_error());
}

TEST_F(HttpClientTest, AnUnusableCaFileIsToldAtOnce)
{
    EXPECT_THROW(HttpClient(io.get_executor(), {"/nonexistent/ca.pem", {}, 1024}), std::runtime_error);
}

TEST_F(HttpClientTest, PrivateAddressesAreRefusedUnlessTheHostIsNamed)
{
    client.emplace(io.get_executor(),
                   HttpClientSettings{.ca_file = platforms->ca_file(), .private_hosts = {"localhost"}});
    const auto refused = exchange();
    ASSERT_TRUE(refused.has_error());
    EXPECT_FALSE(refused.error().bytes_left);
    EXPECT_NE(refused.error().what.find("private_hosts"), std::string::npos);
    EXPECT_EQ(platforms->server().connections_made(), 0u);

    auto named = request();
    named.url.replace(named.url.find("127.0.0.1"), 9, "localhost");
    EXPECT_TRUE(exchange(named));
}

TEST_F(HttpClientTest, OnlyPlainHttpsAddressesAreTaken)
{
    for (const char* url : {"", "http://127.0.0.1/x", "https://", "https://user:pw@127.0.0.1/x", "https://[::1]/x",
                            "https://127.0.0.1:x/", "https://127.0.0.1/a b", "https://127.0.0.1/a\r\nX: y"}) {
        auto made = request();
        made.url = url;
        const auto result = exchange(made);
        ASSERT_TRUE(result.has_error()) << url;
        EXPECT_FALSE(result.error().bytes_left);
    }
}

TEST_F(HttpClientTest, ErrorsNameTheHostButNeitherPathNorQuery)
{
    for (const auto& lost : {behaviour::accept_then_reset(), behaviour::half_answer(), behaviour::endless_body()}) {
        const auto what = failure_of(lost).what;
        EXPECT_NE(what.find("127.0.0.1"), std::string::npos);
        EXPECT_EQ(what.find("the-key-7"), std::string::npos);
        EXPECT_EQ(what.find("webhook"), std::string::npos);
    }
}

TEST_F(HttpClientTest, ACancelledExchangeSaysWhetherBytesLeft)
{
    robot->next(behaviour::silence());
    boost::asio::cancellation_signal cancel;
    std::optional<Result> result;
    boost::asio::co_spawn(
        io, client->send(request()),
        boost::asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr error, std::optional<Result> got) {
            EXPECT_FALSE(error);
            result = std::move(got);
        }));
    while (platforms->calls("/cgi-bin/webhook/send") == 0)
        io.run_one();
    cancel.emit(boost::asio::cancellation_type::terminal);
    while (!result)
        io.run_one();
    ASSERT_TRUE(result->has_error());
    EXPECT_TRUE(result->error().bytes_left);
}

TEST_F(HttpClientTest, ExchangesRunSideBySide)
{
    robot->next(behaviour::delayed(300ms));
    int answered = 0;
    const auto count = [&](std::exception_ptr, std::optional<Result> got) { answered += got && got->has_value(); };
    for (int i = 0; i < 3; ++i)
        boost::asio::co_spawn(io, client->send(request()), count);
    while (answered < 2)
        io.run_one();
    EXPECT_EQ(answered, 2); // the delayed one is still under way
    while (answered < 3)
        io.run_one();
}

} // namespace tongbao::adapters
